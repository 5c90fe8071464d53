package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Counts events. An event is an entry in memory; what has come together is added to the store's
 * hours and days when it is flushed. What was counted since is lost when the node is killed.
 */
public final class AnalyticsCounts implements Observer, Analytics {
    /** Names in one hour that a node counts apart between two flushes, of all dimensions. */
    static final int MOST = 20_000;

    private static final System.Logger LOG = System.getLogger(AnalyticsCounts.class.getName());
    private static final int MOST_TOOLS = 500;

    private final Repository<Signed<Tally>> tallies;
    private final Additions<Tally> additions;
    private final InstantSource clock;
    private final KnownNames tools = new KnownNames(MOST_TOOLS);
    private final Map<Place, Figures.Counter> counting = new ConcurrentHashMap<>();

    /** Nothing has been counted yet by this node. */
    public AnalyticsCounts(Store store, InstantSource clock, SecureRandom random) {
        this.tallies =
                new Repository<>(
                        store,
                        Store.Kind.ANALYTICS,
                        new Signed.Format<>(new TallyCodec()),
                        new UnreadableRecords(Ticker.systemTicker()));
        this.additions =
                new Additions<>(tallies, Tally::plus, (id, _) -> SpanId.parse(id).ends(), random);
        this.clock = clock;
    }

    /** Where something is counted; under no name when there are too many. */
    private record Place(long hour, Dimension dimension, Optional<String> name) {}

    @Override
    public void note(Event event) {
        long hour = SpanId.number(Span.HOUR, clock.instant());
        if (event instanceof Event.Called called) {
            count(hour, called);
        } else {
            count(hour, Dimension.STEP, event.name(), counter -> counter.count(false));
            if (event instanceof Event.OfKeys key) {
                String there = event.name() + " " + key.connector();
                count(hour, Dimension.STEP, there, counter -> counter.count(false));
            }
        }
    }

    private void count(long hour, Event.Called called) {
        boolean failed = called.outcome().failed();
        long millis = called.duration().toMillis();
        UnaryOperator<Figures.Counter> one =
                called.listening()
                        ? counter -> counter.count(failed)
                        : counter -> counter.count(failed).lasted(millis);
        String connector = called.connector().value();
        count(hour, Dimension.CONNECTOR, connector, one);
        if (!called.tool().isEmpty()) {
            String tool = tools.of(connector + "/" + called.tool(), !failed);
            count(hour, Dimension.TOOL, tool, one);
        }
        Event.Caller caller = called.caller();
        if (caller != null) {
            count(hour, Dimension.CLIENT, caller.client().value(), one);
            count(hour, Dimension.ACCOUNT, caller.account().value(), one);
        }
    }

    private void count(
            long hour, Dimension dimension, String name, UnaryOperator<Figures.Counter> one) {
        Place place = new Place(hour, dimension, Optional.of(name));
        boolean room = counting.size() < MOST || counting.containsKey(place);
        // The map lets nobody take the counter away meanwhile.
        counting.compute(
                room ? place : new Place(hour, dimension, Optional.empty()),
                (_, counter) -> one.apply(counter == null ? new Figures.Counter() : counter));
    }

    /**
     * Adds what has come together to the store. To be called every minute or so.
     *
     * @throws StoreUnavailableException when the store cannot answer; the next call goes on
     */
    public synchronized void flush() {
        collect();
        additions.flush();
    }

    /** The same for the last time: what cannot be added is lost, and the log says so. */
    public void close() {
        try {
            flush();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.WARNING, "counts.lost reason=\"{0}\"", e.getMessage());
        }
    }

    private void collect() {
        for (Place place : Set.copyOf(counting.keySet())) {
            Figures.Counter counter = counting.remove(place);
            if (counter != null) {
                Figures figures = counter.figures();
                Tally tally =
                        place.name()
                                .map(name -> Tally.of(name, figures))
                                .orElseGet(() -> Tally.ofOthers(figures));
                SpanId hour = new SpanId(Span.HOUR, place.hour(), place.dimension());
                additions.add(hour.text(), tally);
                additions.add(hour.day().text(), tally);
            }
        }
    }

    @Override
    public List<Counted> read(Dimension dimension, Span span, Instant from, Instant to) {
        flush();
        Instant now = clock.instant();
        Duration kept = SpanId.kept(span);
        long first = SpanId.number(span, Ends.later(from, now.minus(kept)));
        long last = SpanId.number(span, to.isBefore(now) ? to : now);
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> new SpanId(span, number, dimension))
                .flatMap(id -> counted(id).stream())
                .toList();
    }

    private Optional<Counted> counted(SpanId id) {
        return tallies.find(id.text())
                .map(held -> held.value().value())
                .map(tally -> new Counted(id.start(), tally.numbers(), tally.others().numbers()));
    }
}
