package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.MemoryStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How much room grants and clients take up in a store that was filled with casts of one sign-in.
 *
 * @param grantBytes for each grant with its account
 * @param clientBytes for each client
 */
public record Stock(double grantBytes, double clientBytes) {
    private static final Duration QUIET = Duration.ofSeconds(3);

    /** Fills a new file store in a folder with so many of each, and closes it. */
    public static Stock inFile(Path folder, int count) {
        InstantSource clock = InstantSource.system();
        return in(new FileBed(folder, clock, QUIET), count, clock, new SecureRandom());
    }

    /** Fills an empty Redis, which goes on to run. */
    public static Stock inRedis(RedisServer server, int count) {
        InstantSource clock = InstantSource.system();
        var random = new SecureRandom();
        return in(new RedisBed(server, clock, random), count, clock, random);
    }

    private static Stock in(Bed bed, int count, InstantSource clock, SecureRandom random) {
        var site = new Site(count, 0, bed, clock, random);
        site.open();
        Stock stock = fill(site, clock, random);
        site.shut();
        return stock;
    }

    /** Fills the store of a site that is open with as many of each as it is to have. */
    static Stock fill(Site site, InstantSource clock, SecureRandom random) {
        Progress.tell("filling a store with %,d grants and clients", site.count());
        Mould mould = mould(clock, random);
        return new Stock(
                site.fill(mould, kind -> kind != Store.Kind.CLIENT),
                site.fill(mould, kind -> kind == Store.Kind.CLIENT));
    }

    /** The records that one sign-in leaves. */
    private static Mould mould(InstantSource clock, SecureRandom random) {
        var store = new MemoryStore(clock);
        try (var gateway = new Gateway(store, MasterSecret.draw(random), clock, random)) {
            var _ = gateway.signIn(gateway.register());
        }
        return Mould.of(store);
    }
}
