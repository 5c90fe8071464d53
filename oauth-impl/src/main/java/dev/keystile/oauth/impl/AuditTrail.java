package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * The audit log in the store. Who inserts the next number has appended; who loses it reads what
 * came first and takes the number after. The head says from where on to look, and where the chain
 * has to reach.
 */
public final class AuditTrail implements AuditLog {
    /** How long records are kept. */
    static final Duration KEPT = Duration.ofDays(400);

    /** When the store lets go what this did not, since a gateway was killed at the wrong moment. */
    private static final Duration AT_MOST = KEPT.multipliedBy(2);

    private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());
    private static final String HEAD = "head";
    private static final Duration HEAD_LIFE = Duration.ofDays(3650);
    private static final int MOST_RACES = 1000;
    private static final int MARK_BYTES = 9;

    private final Store store;
    private final Repository<AuditRecord> records;
    private final Repository<AuditHead> heads;
    private final InstantSource clock;
    private final SecureRandom random;

    /** The one in this store. */
    public AuditTrail(Store store, InstantSource clock, SecureRandom random) {
        var unreadable = new UnreadableRecords(Ticker.systemTicker());
        this.store = store;
        this.records =
                new Repository<>(store, Store.Kind.AUDIT, new AuditRecordCodec(), unreadable);
        this.heads = new Repository<>(store, Store.Kind.AUDIT, new AuditHead.Format(), unreadable);
        this.clock = clock;
        this.random = random;
    }

    /** The end of the chain. */
    private record Tail(long number, String digest) {}

    @Override
    public void append(Deed deed) {
        Instant now = clock.instant();
        String mark = Base64Url.encode(Crypto.random(random, MARK_BYTES));
        Tail tail = tail();
        for (int race = 0; race < MOST_RACES; race++) {
            var next = AuditRecord.following(tail.number(), tail.digest(), now, plain(deed), mark);
            if (records.insert(id(next.number()), next, now.plus(AT_MOST))) {
                written(next);
                return;
            }
            tail = walkOn(tail);
        }
        throw new StoreUnavailableException(
                "lost " + MOST_RACES + " races for the audit log", null);
    }

    private void written(AuditRecord record) {
        LOG.log(
                System.Logger.Level.INFO,
                "audit.appended number={0} what={1} digest={2}",
                Long.toString(record.number()),
                record.deed().what(),
                record.digest());
        try {
            changeHead(head -> head.reaching(record.number()));
        } catch (StoreUnavailableException e) {
            // It is a hint for the next one: what is written stands without it.
        }
    }

    private void changeHead(UnaryOperator<AuditHead> change) {
        Instant ends = clock.instant().plus(HEAD_LIFE);
        AuditHead first = change.apply(AuditHead.NONE);
        heads.put(
                HEAD,
                new Repository.Decision.Write<>(first, ends, true),
                head -> new Repository.Decision.Write<>(change.apply(head), ends, true));
    }

    @Override
    public Part read(long before, int most) {
        AuditHead head = head();
        long first = head.anchor() + 1;
        long last = tail().number();
        long number = before == 0 ? last : Math.min(before - 1, last);
        List<Entry> entries = new ArrayList<>();
        while (number >= first && entries.size() < most) {
            readable(number).map(AuditRecord::entry).ifPresent(entries::add);
            number--;
        }
        return new Part(entries, number >= first ? number + 1 : 0);
    }

    @Override
    public Verdict verify() {
        AuditHead head = head();
        Tail tail = new Tail(head.anchor(), head.digest());
        long last = Math.max(head.last(), tail().number());
        while (tail.number() < last) {
            long number = tail.number() + 1;
            Optional<AuditRecord> record = readable(number);
            String why = record.map(wrong(tail)).orElse("it is missing, or cannot be read");
            if (!why.isEmpty()) {
                return new Verdict.Broken(number, why);
            }
            tail = record.map(AuditTrail::tail).orElse(tail);
        }
        return new Verdict.Whole(head.anchor() + 1, tail.number(), tail.digest());
    }

    private static Function<AuditRecord, String> wrong(Tail before) {
        return record -> {
            if (!record.previous().equals(before.digest())) {
                return "it does not follow the one before";
            }
            return record.digest().equals(record.computed()) ? "" : "it was changed";
        };
    }

    /**
     * Lets go what is older than 400 days, and what is missing or cannot be read before the last of
     * that; the head keeps its digest. To be called every hour or so.
     */
    public void tidy() {
        AuditHead head = head();
        lastOld(head)
                .ifPresent(last -> {
                    changeHead(current -> current.anchored(last));
                    for (long each = head.anchor() + 1; each <= last.number(); each++) {
                        records.remove(id(each));
                    }
                });
    }

    private Optional<AuditRecord> lastOld(AuditHead head) {
        Instant old = clock.instant().minus(KEPT);
        return LongStream.rangeClosed(head.anchor() + 1, head.last())
                .mapToObj(this::readable)
                .flatMap(Optional::stream)
                .takeWhile(record -> record.at().isBefore(old))
                .reduce((_, later) -> later);
    }

    private AuditHead head() {
        return heads.find(HEAD).map(Repository.Held::value).orElse(AuditHead.NONE);
    }

    /** From the head on, since somebody may have written and not said so yet. */
    private Tail tail() {
        AuditHead head = head();
        return walkOn(
                head.last() == head.anchor()
                        ? new Tail(head.anchor(), head.digest())
                        // Of a record that is gone there is no digest; a check will say so.
                        : readable(head.last())
                                .map(AuditTrail::tail)
                                .orElseGet(() -> new Tail(head.last(), "")));
    }

    private Tail walkOn(Tail from) {
        Tail tail = from;
        Optional<AuditRecord> next = records(tail.number() + 1);
        while (next.isPresent()) {
            tail = tail(next.get());
            next = records(tail.number() + 1);
        }
        return tail;
    }

    private static Tail tail(AuditRecord record) {
        return new Tail(record.number(), record.digest());
    }

    private Optional<AuditRecord> records(long number) {
        return records.find(id(number)).map(Repository.Held::value);
    }

    /** Empty also when the record cannot be read, if it is that record and not the store. */
    private Optional<AuditRecord> readable(long number) {
        try {
            return records(number);
        } catch (StoreUnavailableException e) {
            store.count(Store.Kind.AUDIT);
            return Optional.empty();
        }
    }

    private static String id(long number) {
        return Long.toString(number);
    }

    /** Some of it is what strangers sent. */
    private static Deed plain(Deed deed) {
        return new Deed(
                plain(deed.who()), plain(deed.what()), plain(deed.subject()), plain(deed.detail()));
    }

    private static String plain(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7E]", "?");
        return printable.length() > 1000 ? printable.substring(0, 1000) : printable;
    }
}
