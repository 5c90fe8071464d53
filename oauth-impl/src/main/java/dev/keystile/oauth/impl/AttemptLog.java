package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.Doctor;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes down the steps of attempts and tells what became of them. A step is an entry in memory
 * until it is flushed into the store; attempts are put together when somebody asks, of the steps
 * that all nodes saw. What was seen since the last flush is lost when the node is killed.
 */
public final class AttemptLog implements Doctor {
    /** How long steps are shown; in the store they may stay for an hour more. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final System.Logger LOG = System.getLogger(AttemptLog.class.getName());

    private final StepRecords records;
    private final Repository<Grant> grants;
    private final StepFilter filter = new StepFilter();
    private final InstantSource clock;

    /** Nothing was seen yet by this node. */
    public AttemptLog(Store store, InstantSource clock, SecureRandom random) {
        var unreadable = new UnreadableRecords(Ticker.systemTicker());
        this.records =
                new StepRecords(
                        new Repository<>(store, Store.Kind.STEPS, new FootprintCodec(), unreadable),
                        random);
        this.grants = new Repository<>(store, Store.Kind.GRANT, new GrantCodec(), unreadable);
        this.clock = clock;
    }

    /** Whether an event may be worth to be noted; calls that work mostly are not. Very quick. */
    public boolean concerns(Event event) {
        if (!(event instanceof Event.Called called)) {
            return true;
        }
        Event.Caller caller = called.caller();
        return caller != null
                && !called.listening()
                && (Calls.failed(called)
                        || !filter.knowsGood(caller.grant().value(), Calls.stage(called)));
    }

    /**
     * Takes an event down: cheaply, without blocking, and never throws.
     *
     * @param network where its request comes from; null when there is none
     */
    public void note(Instant at, @Nullable Network network, Event event) {
        boolean shared = network != null && network.shared();
        new Footprints(at, network == null ? "" : network.text())
                .of(event)
                .ifPresent(step -> {
                    switch (filter.of(step, shared)) {
                        case KEEP -> records.add(step);
                        case KEEP_IF_YOUNG -> records.addIf(this::isOfYoungGrant, step);
                        case DROP -> {}
                    }
                });
    }

    private boolean isOfYoungGrant(Footprint step) {
        String grant = step.grant();
        return grant != null
                && grants.find(grant)
                        .map(held -> held.value().createdAt().plus(Trails.CLIENT_GAP))
                        .filter(step.at()::isBefore)
                        .isPresent();
    }

    /**
     * Writes what has come together into the store. To be called every few seconds.
     *
     * @throws StoreUnavailableException when the store cannot answer; the next call goes on
     */
    public void flush() {
        records.flush();
    }

    /** The same for the last time: what cannot be written is lost, and the log says so. */
    public void close() {
        try {
            flush();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.WARNING, "steps.lost reason=\"{0}\"", e.getMessage());
        }
    }

    @Override
    public Page list(Query query) {
        List<Attempt> fitting =
                afterLast(attempts(query.since()), query.after())
                        .filter(attempt -> fits(attempt, query))
                        .limit(query.limit() + 1L)
                        .toList();
        boolean more = fitting.size() > query.limit();
        return new Page(more ? fitting.subList(0, query.limit()) : fitting, more);
    }

    @Override
    public Optional<Attempt> find(String id) {
        Instant now = clock.instant();
        return trails(now.minus(KEPT)).stream()
                .filter(trail -> trail.marks().stream().anyMatch(mark -> mark.id().equals(id)))
                .findFirst()
                .map(trail -> Diagnosis.of(trail, now));
    }

    /** With what was seen for a while before, so that an attempt is whole. */
    private List<Attempt> attempts(Instant since) {
        Instant now = clock.instant();
        Instant first = Ends.later(since, now.minus(KEPT));
        Instant before = Ends.later(first.minus(Trails.CLIENT_GAP), now.minus(KEPT));
        return trails(before).stream()
                .filter(trail -> !trail.last().isBefore(first))
                .map(trail -> Diagnosis.of(trail, now))
                .sorted(Comparator.comparing(Attempt::began).thenComparing(Attempt::id).reversed())
                .toList();
    }

    private List<Trail> trails(Instant from) {
        return Trails.of(records.from(from));
    }

    private static Stream<Attempt> afterLast(List<Attempt> attempts, @Nullable String last) {
        return last == null
                ? attempts.stream()
                : attempts.stream().dropWhile(attempt -> !attempt.id().equals(last)).skip(1);
    }

    private static boolean fits(Attempt attempt, Query query) {
        return (query.outcome() == null || query.outcome() == attempt.outcome())
                && (query.client() == null || query.client().equals(attempt.client()))
                && (query.resource() == null || isAt(query.resource(), attempt.resource()))
                && (query.text() == null || texts(attempt).anyMatch(contains(query.text())));
    }

    private static boolean isAt(String shared, @Nullable String resource) {
        return resource != null
                && (resource.equals(shared) || resource.startsWith(shared + "/oauth/"));
    }

    private static Predicate<String> contains(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return candidate -> candidate.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Stream<String> texts(Attempt attempt) {
        Finding finding = attempt.finding();
        return Stream.concat(
                Stream.of(
                                attempt.id(),
                                attempt.client(),
                                attempt.redirectUri(),
                                attempt.resource(),
                                attempt.grant(),
                                finding == null ? null : finding.cause())
                        .flatMap(Stream::ofNullable),
                attempt.steps().stream()
                        .flatMap(step -> Stream.of(step.evidence(), step.network())));
    }
}
