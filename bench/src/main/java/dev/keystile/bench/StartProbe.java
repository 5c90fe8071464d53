package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.FileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that opens a file store, finds one grant, and says how long that took. Then it either
 * closes the store, or writes until it is killed.
 */
final class StartProbe {
    static final String CLOSE = "close";
    static final String WRITE = "write";

    /** Said when so much is written that the last clean end is long past. */
    static final String WRITING = "writing";

    private static final int ENOUGH = 5_000;

    private StartProbe() {}

    /** Takes the folder, the id of a grant, and what to do in the end. */
    public static void main(String[] words) {
        InstantSource clock = InstantSource.system();
        long began = System.nanoTime();
        FileStore store = FileStore.open(Path.of(words[0]), clock);
        var found = store.find(new Store.Key(Store.Kind.GRANT, words[1]));
        long nanos = System.nanoTime() - began;
        System.out.println(found.isPresent() ? Long.toString(nanos) : "not found");
        if (words[2].equals(WRITE)) {
            write(store, clock.instant().plus(Duration.ofMinutes(1)));
        }
        store.close();
    }

    /** Something that ends soon, among all other records. */
    private static void write(Store store, Instant ends) {
        String mine = Long.toHexString(System.nanoTime());
        var written = new AtomicInteger();
        Crowd.doAll(
                Integer.MAX_VALUE,
                Plan.WORKERS,
                number -> {
                    String id = Integer.toHexString(Integer.reverse(number)) + mine;
                    store.insert(new Store.Key(Store.Kind.GRANT, id), "{}", ends);
                    if (written.incrementAndGet() == ENOUGH) {
                        System.out.println(WRITING);
                    }
                });
    }
}
