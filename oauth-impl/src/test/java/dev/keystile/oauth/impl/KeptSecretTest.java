package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSecretTest {
    private static final Store.Key KEY = new Store.Key(Store.Kind.GRANT, "a-grant");

    @TempDir private Path folder;
    private final MovedClock clock = new MovedClock();

    private Path file() {
        return folder.resolve("keystile.secret");
    }

    private static MasterSecret secret(String text) {
        return MasterSecret.of(text.repeat(32).getBytes(StandardCharsets.UTF_8));
    }

    /** The ids of the secrets that open what is stored, the one in force first. */
    private static List<Bytes> ids(MasterSecret secret) {
        return secret.keys(MasterSecret.Purpose.OUTER)
                .all()
                .map(PurposeKeys.Derived::secret)
                .toList();
    }

    private List<Bytes> start(@Nullable MasterSecret configured) {
        try (FileStore store = FileStore.open(folder, clock)) {
            List<Bytes> ids = ids(store.secret(configured, new SecureRandom()));
            store.insert(KEY, "one", MovedClock.START.plusSeconds(3600));
            return ids;
        }
    }

    @Test
    void oneIsDrawnForAnEmptyStoreAndFoundAtEveryLaterStart() throws IOException {
        List<Bytes> first = start(null);

        assertThat(first).hasSize(1);
        assertThat(start(null)).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.resolve("keystile.secret.new")).doesNotExist();
    }

    @Test
    void eachFolderHasAnother(@TempDir Path other) {
        List<Bytes> first = start(null);

        try (FileStore store = FileStore.open(other, clock)) {
            assertThat(ids(store.secret(null, new SecureRandom()))).isNotEqualTo(first);
        }
    }

    @Test
    void itsTextMayBecomeTheConfiguredSecret() throws IOException {
        List<Bytes> kept = start(null);
        String text = Files.readString(file()).strip();

        assertThat(start(MasterSecret.of(text.getBytes(StandardCharsets.UTF_8)))).isEqualTo(kept);
    }

    @Test
    void aConfiguredOneReplacesIt() throws IOException {
        List<Bytes> kept = start(null);
        MasterSecret before = secret("b");

        List<Bytes> inForce = start(secret("c").replacing(List.of(before)));

        assertThat(inForce)
                .containsExactly(
                        ids(secret("c")).getFirst(), ids(before).getFirst(), kept.getFirst());
        Files.delete(file());
        assertThat(start(secret("c"))).isEqualTo(ids(secret("c")));
        assertThat(file()).doesNotExist();
    }

    @Test
    void noneIsDrawnForRecordsThatAreSealedUnderAnother() {
        start(secret("c"));

        assertThatThrownBy(() -> start(null))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("there is no secret in " + file())
                .hasMessageContaining("configure the secret that was used before");
        assertThat(file()).doesNotExist();
        assertThat(start(secret("c"))).isEqualTo(ids(secret("c")));
    }

    @Test
    void oneThatWasCutOffIsRefusedAndLeftAsItIs() throws IOException {
        start(null);
        Files.writeString(file(), "s".repeat(31) + "\n");

        assertThatThrownBy(() -> start(null))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("does not hold a secret of at least 32 bytes")
                .hasMessageNotContaining("sss");
        assertThat(file()).hasContent("s".repeat(31));
    }

    @Test
    void oneThatCannotBeReadIsRefused() throws IOException {
        Files.createDirectory(file());

        assertThatThrownBy(() -> start(null))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining(file() + " cannot be opened");
    }
}
