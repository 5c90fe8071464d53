package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreOpeningTest {
    private static final Store.Key KEY = new Store.Key(Store.Kind.GRANT, "a-grant");
    private static final Instant ENDS = MovedClock.START.plusSeconds(3600);

    @TempDir private Path folder;
    private final MovedClock clock = new MovedClock();

    @Test
    void whatWasWrittenIsThereAgain() {
        try (FileStore store = FileStore.open(folder, clock)) {
            store.insert(KEY, "one", ENDS);
            store.replace(store.find(KEY).orElseThrow(), "two", ENDS.plusSeconds(1));
        }

        try (FileStore store = FileStore.open(folder, clock)) {
            Store.Stored stored = store.find(KEY).orElseThrow();
            assertThat(stored.value()).isEqualTo("two");
            assertThat(stored.ends()).isEqualTo(ENDS.plusSeconds(1));
            assertThat(store.count(Store.Kind.GRANT)).isEqualTo(1);
            assertThat(store.replace(stored, "three", ENDS)).isEqualTo(Store.Write.DONE);
        }
    }

    @Test
    void aSecondOneOnTheSameFolderIsRefused() {
        try (FileStore store = FileStore.open(folder, clock)) {
            assertThatThrownBy(() -> FileStore.open(folder.resolve("."), clock))
                    .isInstanceOf(CannotOpenStoreException.class)
                    .hasMessageContaining("give each gateway a folder of its own");
            store.insert(KEY, "one", ENDS);
            assertThat(store.find(KEY)).isPresent();
        }
        FileStore.open(folder, clock).close();
    }

    @Test
    void afterItsClosingNothingIsAnswered() {
        FileStore store = FileStore.open(folder, clock);
        store.close();

        assertThatThrownBy(() -> store.insert(KEY, "one", ENDS))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void theFileIsItsOwnersAlone() throws IOException {
        FileStore.open(folder, clock).close();

        assertThat(Files.getPosixFilePermissions(file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anotherFileIsRefusedAndLeftAsItIs() throws IOException {
        byte[] other = new byte[20_000];
        Arrays.fill(other, (byte) 'x');
        Files.write(file(), other);

        assertThatThrownBy(() -> FileStore.open(folder, clock))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("is damaged");
        assertThat(Files.readAllBytes(file())).isEqualTo(other);
    }

    @Test
    void aFileThatWasCutOffOpensAtAnEarlierCommitOrNotAtAll() throws IOException {
        try (FileStore store = FileStore.open(folder, clock)) {
            store.insert(KEY, "0", ENDS);
            for (int write = 1; write <= 40; write++) {
                store.replace(store.find(KEY).orElseThrow(), Integer.toString(write), ENDS);
            }
        }
        byte[] whole = Files.readAllBytes(file());

        for (int length = whole.length - 1; length > 0; length -= whole.length / 23) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThat(opened()).as("%d of %d bytes", length, whole.length).isTrue();
        }
    }

    /** Whether it was refused, or what is in it was written once and is counted right. */
    private boolean opened() {
        try (FileStore store = FileStore.open(folder, clock)) {
            Optional<Store.Stored> stored = store.find(KEY);
            return store.count(Store.Kind.GRANT) == stored.stream().count()
                    && stored.map(one -> Integer.parseInt(one.value()) <= 40).orElse(true);
        } catch (CannotOpenStoreException refused) {
            return refused.getMessage().contains("keystile.mv");
        }
    }

    @Test
    void writesThatWaitShareCommits() throws IOException {
        FileStore.open(folder, clock).close();
        UnsteadyDisk disk = UnsteadyDisk.of(file());
        disk.beforeEach(() -> LockSupport.parkNanos(1_000_000));
        try (FileStore store = FileStore.open(new StoreFolder(folder, _ -> disk), clock)) {
            long before = disk.forced();
            Race.of(
                    256,
                    thread ->
                            store.insert(
                                    new Store.Key(Store.Kind.GRANT, "grant-" + thread), "x", ENDS));

            assertThat(store.count(Store.Kind.GRANT)).isEqualTo(256);
            assertThat(disk.forced() - before).as("twice for each commit").isLessThan(256);
        }
    }

    private Path file() {
        return folder.resolve("keystile.mv");
    }
}
