package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever stands in a store or in the text of one: it is read, or said to be unreadable. What was
 * read is written as it is read again.
 */
class StoredRecordFuzzTest {
    private static final Logger LOG = Logger.getLogger("dev.keystile.oauth.impl");
    private static final Instant ENDS = Instant.ofEpochSecond(1000);
    private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";

    @BeforeAll
    static void start() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void stop() {
        LOG.setLevel(null);
    }

    @FuzzTest
    void find(byte[] input) {
        String text = new String(input, UTF_8);
        var store = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
        Repositories all = Repositories.of(store, Ticker.disabledTicker());
        List.of(
                        all.clients(),
                        all.accounts(),
                        all.grants(),
                        all.keyIndex(),
                        all.sessions(),
                        all.usages())
                .forEach(repository -> find(repository, text, store));
    }

    private static <A> void find(Repository<A> repository, String text, Store store) {
        store.insert(new Store.Key(repository.kind(), ID), text, ENDS);
        A value;
        try {
            value = repository.find(ID).orElseThrow().value();
        } catch (StoreUnavailableException unreadable) {
            assertThat(unreadable).hasMessageContaining("cannot be read");
            return;
        }
        String written = Repository.text(repository.codec(), value);
        assertThat(repository.codec().read(ID, JsonText.read(written))).isEqualTo(value);
    }

    /** The lines behind a heading, and the text as it is. */
    @FuzzTest
    void read(byte[] input) throws IOException {
        String text = new String(input, UTF_8);
        assertTransferred("{\"keystile-records\":1}\n" + text);
        assertTransferred(text);
    }

    private static void assertTransferred(String text) throws IOException {
        var store = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
        StoreTransfer.Tally tally;
        try {
            tally = StoreTransfer.read(new BufferedReader(new StringReader(text)), store);
        } catch (StoreTransfer.MalformedException malformed) {
            assertThat(malformed).hasMessageMatching("line [0-9]+: expected [ -~]+");
            return;
        }
        assertThat(StoreTransfer.size(store)).isLessThanOrEqualTo(tally.written());
        var again = new StringBuilder();
        StoreTransfer.write(store, again, _ -> {});
        var copy = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
        assertThat(again.toString()).startsWith("{\"keystile-records\":1}\n");
        readAgain(again.toString(), copy);
        assertThat(StoreTransfer.size(copy)).isEqualTo(StoreTransfer.size(store));
    }

    private static void readAgain(String text, Store copy) throws IOException {
        try {
            StoreTransfer.read(new BufferedReader(new StringReader(text)), copy);
        } catch (StoreTransfer.MalformedException malformed) {
            throw new AssertionError("what was written cannot be read", malformed);
        }
    }

    /** Where Redis is; what is said of a wrong URL holds nothing of it. */
    @FuzzTest
    void parseRedisUrl(byte[] input) {
        String text = new String(input, UTF_8);
        for (boolean cluster : new boolean[] {false, true}) {
            try {
                RedisUrl url = RedisUrl.parse(text, cluster);
                assertThat(url.servers().nodes())
                        .isNotEmpty()
                        .allMatch(node -> node.port() > 0 && node.port() < 65_536);
            } catch (IllegalArgumentException wrong) {
                assertThat(wrong).hasMessageStartingWith("expected redis://");
            }
        }
    }
}
