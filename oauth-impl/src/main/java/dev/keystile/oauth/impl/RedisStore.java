package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.client.codec.StringCodec;

/**
 * A store in Redis 6.2 or newer, shared by all nodes that use it with the same key prefix.
 *
 * <p>Every record is one string under one key, and each write is one script on that key, so it is
 * atomic on a single server, behind sentinels and in a cluster. Ends are told by this node's clock,
 * to the millisecond; Redis' own clock only removes what ended an hour ago.
 *
 * <p>Listings are one sorted set for each kind, written in the same go before the record and after
 * its removal. In a cluster they are on another server than most records: while that server is away
 * or slow, writes succeed but take longer, and a record that is written then may be missing from
 * the listing, or be listed at a former end, until it is written again. A place without a record is
 * found and taken out when its page is read, and when its end has passed.
 *
 * <p>Whatever fails on the way is a {@link StoreUnavailableException} after at most a few seconds,
 * and nothing has to be done for it to work again. A Redis that comes back empty is not
 * distinguishable from one in which nothing was ever written: its clients and grants are gone.
 */
public final class RedisStore implements Store, AutoCloseable {
    private final RedisSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final RedisKeys keys;
    private final RedisLink link;
    private final RedisListing listing;
    private final RedisChanges changes;
    private final UnreadableRecords unreadable = new UnreadableRecords(Ticker.systemTicker());

    /**
     * A store that is not connected yet; until {@link #connect} returns, every method throws {@link
     * StoreUnavailableException}. The random source must be safe for use by many threads.
     */
    public RedisStore(RedisSettings settings, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.keys = new RedisKeys(settings.keyPrefix());
        this.link = new RedisLink();
        this.listing = new RedisListing(link, keys, clock);
        this.changes = new RedisChanges(random);
    }

    /**
     * Connects, trying again for as long as the settings say; throws {@link
     * StoreUnavailableException} with what to do when that is over or when waiting would not help.
     */
    public void connect() {
        new RedisStart(settings, clock)
                .connect(redis -> {
                    changes.listen(redis, keys.changes());
                    link.use(redis);
                });
    }

    @Override
    public Optional<Stored> find(Key key) {
        Optional<String> stored =
                link.ask(redis -> {
                    RBucket<String> record =
                            redis.getBucket(keys.record(key), StringCodec.INSTANCE);
                    return record.getAsync();
                });
        return stored.map(text -> read(key, text))
                .filter(record -> clock.instant().isBefore(record.ends()))
                .map(record -> new Stored(key, record.text(), record.version(), record.ends()));
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        return write(key, "", value, ends);
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        return write(expected.key(), RedisRecord.hex(expected.version()), value, ends);
    }

    @Override
    public void remove(Key key) {
        RedisScript.Call removal =
                RedisScript.REMOVE.on(keys.record(key), keys.changes(), changes.message(key));
        run(key, List.of(removal, listing.displace(key)), 0);
    }

    @Override
    public List<Listed> list(Kind kind, @Nullable Listed after, int limit) {
        return listing.list(kind, after, limit);
    }

    @Override
    public long count(Kind kind) {
        return listing.count(kind);
    }

    @Override
    public void watch(Watcher watcher) {
        changes.watch(watcher);
    }

    /** Gives the connections up; every method throws {@link StoreUnavailableException} then. */
    @Override
    public void close() {
        link.close();
    }

    /** Buckets in the same Redis. */
    RedisBuckets buckets(Ticker ticker) {
        return new RedisBuckets(link, keys, clock, ticker);
    }

    private RedisRecord read(Key key, String stored) {
        return RedisRecord.parse(stored)
                .orElseThrow(() -> {
                    unreadable.found(key, RedisProblem.FORM.text());
                    return RedisProblem.FORM.exception();
                });
    }

    private Write write(Key key, String expectedVersion, String value, Instant ends) {
        RedisScript.Call write =
                RedisScript.WRITE.on(
                        keys.record(key),
                        expectedVersion,
                        RedisRecord.drawVersion(random),
                        ends.toEpochMilli(),
                        value,
                        clock.millis(),
                        RedisListing.kept(ends, clock.instant()),
                        keys.changes(),
                        changes.message(key));
        String answer = run(key, List.of(listing.place(key, ends), write), 1);
        int space = answer.indexOf(' ');
        putPlaceRight(key, ends.toEpochMilli(), Long.parseLong(answer.substring(space + 1)));
        return answer.substring(0, space).equals("done") ? Write.DONE : Write.LOST;
    }

    /** The record got its place before it was known which record would stand. */
    private void putPlaceRight(Key key, long placed, long stands) {
        if (stands == 0) {
            link.run(List.of(listing.displace(key)), 0);
        } else if (stands != placed) {
            link.run(List.of(listing.place(key, Instant.ofEpochMilli(stands))), 0);
        }
    }

    /** Watchers are told whatever comes of it: a failed write may be done, or be done yet. */
    private String run(Key key, List<RedisScript.Call> calls, int deciding) {
        try {
            return link.run(calls, deciding);
        } catch (StoreUnavailableException e) {
            changes.unsure();
            throw e;
        } finally {
            changes.tell(key);
        }
    }
}
