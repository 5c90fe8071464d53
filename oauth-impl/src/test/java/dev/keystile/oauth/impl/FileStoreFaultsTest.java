package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Write;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a store when something becomes of its disk while it is open. */
class FileStoreFaultsTest {
    private static final Key KEY = new Key(Kind.GRANT, "a-grant");
    private static final Key OTHER = new Key(Kind.GRANT, "another-grant");
    private static final Instant ENDS = MovedClock.START.plusSeconds(3600);

    @TempDir private Path folder;
    private final MovedClock clock = new MovedClock();
    private final LogLines log = new LogLines();
    private UnsteadyDisk disk;
    private FileStore store;

    @AfterEach
    void close() {
        log.close();
        if (store != null) {
            store.close();
        }
    }

    /** The same disk at each opening, as the file of the system is. */
    private FileStore onUnsteadyDisk() {
        FileStore.open(folder, clock).close();
        try {
            disk = UnsteadyDisk.of(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FileStore.open(new StoreFolder(folder, _ -> disk), clock);
    }

    private Path file() {
        return folder.resolve("keystile.mv");
    }

    private static void assertUnavailable(ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOf(StoreUnavailableException.class);
    }

    private void awaitWrites() {
        Await.that(() -> {
            try {
                return store.insert(KEY, "one", ENDS) == Write.DONE;
            } catch (StoreUnavailableException away) {
                return false;
            }
        });
    }

    private void awaitReads() {
        Await.that(() -> {
            try {
                return store.find(KEY).isPresent();
            } catch (StoreUnavailableException away) {
                return false;
            }
        });
    }

    @Test
    void onAFullDiskWritesFailAndReadsGoOnAndThereIsNothingToDoButToMakeRoom() {
        store = onUnsteadyDisk();
        store.insert(KEY, "one", ENDS);
        disk.most = disk.size();

        for (int attempt = 0; attempt < 3; attempt++) {
            assertUnavailable(() -> fill());
            assertThat(store.find(KEY)).map(Store.Stored::value).contains("one");
            assertThat(store.count(Kind.GRANT)).isEqualTo(1);
        }
        assertThat(log.of("store.failed"))
                .as("once for all of them")
                .singleElement()
                .asString()
                .contains("No space left on device");
        assertThat(log.of("store.commits-lost")).isEmpty();

        disk.most = Long.MAX_VALUE;
        awaitWrites();
        assertThat(store.insert(OTHER, "two", ENDS)).isEqualTo(Write.DONE);
        assertThat(log.lines()).containsOnlyOnce("store.recovered");
    }

    /** A few writes fit into what the file has freed. */
    private void fill() {
        for (int number = 0; number < 100; number++) {
            store.insert(new Key(Kind.CLIENT, "client-" + number), "x".repeat(5000), ENDS);
        }
    }

    @Test
    void aServerOnAFullDiskTellsNobodyThatTheirTokensAreNoGood() {
        var gateway = new InMemoryServer(_ -> store = onUnsteadyDisk());
        ClientInformation client = gateway.publicClient();
        TokenResponse tokens = gateway.signIn(client);
        Form refresh = gateway.refresh(client, tokens.refreshToken());
        Form code = gateway.exchange(client, gateway.code(client));
        disk.most = 0;

        assertUnavailable(() -> gateway.token(refresh));
        assertUnavailable(() -> gateway.token(code));
        assertUnavailable(() -> gateway.publicClient());

        disk.most = Long.MAX_VALUE;
        awaitWrites();
        InMemoryServer.issued(gateway.token(refresh));
        InMemoryServer.issued(gateway.token(code));
    }

    @Test
    void aDiskThatDoesNotSayWhatItHasIsAwayUntilItIsOpenedAnew() throws IOException {
        store = onUnsteadyDisk();
        store.insert(KEY, "one", ENDS);
        disk.cannotForce = true;

        assertUnavailable(() -> store.insert(OTHER, "two", ENDS));
        disk.cannotForce = false;
        assertThatThrownBy(() -> store.find(KEY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("restart when it works again");

        store.close();
        Files.write(file(), disk.asItIs());
        store = FileStore.open(folder, clock);
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void itClosesOnAFullDiskToo() throws IOException {
        store = onUnsteadyDisk();
        store.insert(KEY, "one", ENDS);
        disk.most = 0;

        store.close();
        assertThat(log.of("store.failed")).hasSize(1);
        Files.write(file(), disk.asItIs());
        store = FileStore.open(folder, clock);
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void aFileThatIsTakenAwayIsMissedAtTheNextWriteAndUsedAgainWhenItIsPutBack()
            throws IOException {
        store = FileStore.open(folder, clock);
        store.insert(KEY, "one", ENDS);
        Path elsewhere = Files.move(file(), folder.resolve("elsewhere"));

        assertUnavailable(() -> store.insert(OTHER, "two", ENDS));
        assertUnavailable(() -> store.find(KEY));
        assertThat(log.of("store.failed"))
                .singleElement()
                .asString()
                .contains("it was taken away, replaced or shut away");
        assertThat(file()).as("nothing is begun anew").doesNotExist();

        Files.move(elsewhere, file());
        awaitReads();
        assertThat(store.insert(OTHER, "two", ENDS)).isEqualTo(Write.DONE);
    }

    @Test
    void aFolderThatIsRemovedIsNoEmptyStore() throws IOException {
        Path inside = folder.resolve("data");
        store = FileStore.open(inside, clock);
        store.insert(KEY, "one", ENDS);
        byte[] copy = Files.readAllBytes(inside.resolve("keystile.mv"));
        Files.delete(inside.resolve("keystile.mv"));
        Files.delete(inside.resolve("keystile.lock"));
        Files.delete(inside);

        assertUnavailable(() -> store.insert(OTHER, "two", ENDS));
        Files.createDirectory(inside);
        assertUnavailable(() -> store.find(KEY));
        assertUnavailable(() -> store.count(Kind.GRANT));

        Files.write(inside.resolve("keystile.mv"), copy);
        awaitReads();
    }

    @Test
    void anotherFileInItsPlaceIsNotWrittenTo() throws IOException {
        store = FileStore.open(folder, clock);
        store.insert(KEY, "one", ENDS);
        Files.move(file(), folder.resolve("elsewhere"));
        Files.writeString(file(), "of somebody else");

        assertUnavailable(() -> store.insert(OTHER, "two", ENDS));
        assertThat(Files.readString(file())).isEqualTo("of somebody else");
    }

    @Test
    void whatCannotBeAFolderIsRefusedWithWhatToDo() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        assertThatThrownBy(() -> FileStore.open(taken, clock))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("make it one in which this process may write");
        Files.createDirectory(file());
        assertThatThrownBy(() -> FileStore.open(folder, clock))
                .isInstanceOf(CannotOpenStoreException.class)
                .hasMessageContaining("let this process read and write it");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void aPageThatRotsIsNotOneWithoutRecords(int others) throws IOException {
        try (FileStore whole = FileStore.open(folder, clock)) {
            for (int number = 0; number < others; number++) {
                whole.insert(new Key(Kind.GRANT, "b-" + number), "x".repeat(2000), ENDS);
            }
            whole.insert(KEY, "the-text-of-this-record", ENDS);
        }
        byte[] bytes = Files.readAllBytes(file());
        rot(bytes, "the-text-of-this-record");
        Files.write(file(), bytes);

        if (others == 0) {
            assertThatThrownBy(() -> FileStore.open(folder, clock))
                    .as("it is the first page")
                    .isInstanceOf(CannotOpenStoreException.class)
                    .hasMessageContaining("is damaged: put a copy of it in its place");
        } else {
            store = FileStore.open(folder, clock);
            assertUnavailable(() -> store.find(KEY));
            assertUnavailable(() -> store.find(KEY));
            assertThat(log.of("store.record-unreadable"))
                    .singleElement()
                    .asString()
                    .contains("kind=GRANT id=a-grant", "does not match its checksum");
            assertThat(store.find(new Key(Kind.GRANT, "b-99"))).isPresent();
        }
    }

    private static void rot(byte[] bytes, String text) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = all.indexOf(text);
        assertThat(at).isPositive();
        for (int found = at; found >= 0; found = all.indexOf(text, found + 1)) {
            bytes[found]++;
        }
    }

    @Test
    void theStoreIsTold() {
        Store asStore = onUnsteadyDisk();
        store = (FileStore) asStore;
        var told = new RedisFixture.Told();
        store.watch(told);
        disk.most = 0;
        assertUnavailable(() -> store.insert(KEY, "one", ENDS));

        disk.most = Long.MAX_VALUE;
        awaitWrites();
        assertThat(told.all).as("copies may be of what was not committed").hasPositiveValue();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whereMemoryDoesNotSufficeToOpenItAgainWritesFailAndItIsTriedOn() throws IOException {
        FileStore.open(folder, clock).close();
        disk = UnsteadyDisk.of(file());
        var openings = new AtomicInteger();
        store = FileStore.open(new StoreFolder(folder, _ -> shortOfMemory(openings)), clock);
        store.insert(KEY, "one", ENDS);
        disk.most = disk.size();

        assertUnavailable(() -> fill());

        disk.most = Long.MAX_VALUE;
        awaitReads();
        assertThat(openings).hasValue(3);
    }

    /** The second opening does not succeed. */
    private Disk shortOfMemory(AtomicInteger openings) {
        if (openings.incrementAndGet() == 2) {
            throw new OutOfMemoryError("as a test has it");
        }
        return disk;
    }
}
