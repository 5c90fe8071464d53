package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.Analytics.Counted;
import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Numbers;
import dev.keystile.oauth.api.Analytics.Span;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Event.Outcome;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two nodes that share a store count together. */
abstract class AnalyticsContract {
    private static final Instant TOMORROW = MovedClock.START.plus(Duration.ofDays(1));

    final MovedClock clock = new MovedClock();
    private final SecureRandom random = new SeededRandom(1);
    private Nodes nodes;
    private MeetingStore store;
    private AnalyticsCounts one;
    private AnalyticsCounts other;

    /** Where they keep it. */
    abstract Nodes nodes();

    @BeforeEach
    void open() {
        nodes = nodes();
        store = new MeetingStore(nodes.node(clock));
        one = counts(store);
        other = counts(nodes.node(clock));
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private AnalyticsCounts counts(Store on) {
        return new AnalyticsCounts(on, clock, random);
    }

    static Event.Called call(String tool, String account, Outcome outcome, long millis) {
        return new Event.Called(
                new ConnectorId("jean"),
                "https://mcp.example.com/mcp",
                new Event.Caller(
                        new ClientId("client"), new AccountId(account), new GrantId("grant")),
                tool.isEmpty() ? "tools/list" : "tools/call",
                tool,
                outcome,
                200,
                Duration.ofMillis(millis),
                false,
                false);
    }

    private List<Counted> read(Dimension dimension, Span span) {
        return other.read(dimension, span, Instant.EPOCH, TOMORROW.plus(Duration.ofDays(1000)));
    }

    private Numbers only(Dimension dimension, Span span, String name) {
        List<Counted> read = read(dimension, span);
        assertThat(read).hasSize(1);
        return read.getFirst().byName().get(name);
    }

    @Test
    void nodesAddUp() {
        one.note(call("search", "ann", Outcome.OK, 10));
        one.note(call("search", "bob", Outcome.TOOL_ERROR, 11));
        other.note(call("search", "ann", Outcome.OK, 70_000));
        one.flush();
        other.flush();
        one.flush();

        for (Span span : Span.values()) {
            assertThat(only(Dimension.CONNECTOR, span, "jean"))
                    .isEqualTo(
                            new Numbers(
                                    3,
                                    1,
                                    70_021,
                                    List.of(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L)));
            assertThat(only(Dimension.TOOL, span, "jean/search").calls()).isEqualTo(3);
            assertThat(only(Dimension.ACCOUNT, span, "ann").calls()).isEqualTo(2);
            assertThat(only(Dimension.CLIENT, span, "client").errors()).isEqualTo(1);
        }
    }

    @Test
    void nodesThatFlushAtTheSameMomentLoseNothing() {
        store = new MeetingStore(nodes.node(clock));
        List<AnalyticsCounts> nodes = List.of(counts(store), counts(store));
        nodes.getFirst().note(call("", "ann", Outcome.OK, 1));
        nodes.getFirst().flush();
        nodes.forEach(node -> node.note(call("", "ann", Outcome.OK, 1)));
        store.meet(Store.Kind.ANALYTICS, 2);

        Race.of(
                2,
                number -> {
                    nodes.get(number).flush();
                    return true;
                });

        assertThat(only(Dimension.CONNECTOR, Span.HOUR, "jean").calls()).isEqualTo(3);
    }

    @Test
    void stepsAreCountedByTheirNames() {
        one.note(new Event.Discovered(null));
        one.note(new Event.Discovered("https://mcp.example.com/mcp"));
        other.note(new Event.Refreshed(new ClientId("client"), new GrantId("grant"), true));
        one.flush();
        other.flush();

        assertThat(only(Dimension.STEP, Span.DAY, "discovered").calls()).isEqualTo(2);
        assertThat(only(Dimension.STEP, Span.DAY, "refreshed-by-grace").calls()).isEqualTo(1);
    }

    @Test
    void hoursAndDaysAreApartAndEndInTheirTime() {
        one.note(call("", "ann", Outcome.OK, 1));
        clock.forward(Duration.ofHours(1));
        one.note(call("", "ann", Outcome.OK, 1));
        one.flush();

        assertThat(read(Dimension.CONNECTOR, Span.HOUR))
                .extracting(Counted::start)
                .containsExactly(MovedClock.START, MovedClock.START.plus(Duration.ofHours(1)));
        assertThat(read(Dimension.CONNECTOR, Span.DAY)).hasSize(1);
        clock.forward(Duration.ofDays(14));
        assertThat(read(Dimension.CONNECTOR, Span.HOUR)).hasSize(1);
        clock.forward(Duration.ofHours(1));
        assertThat(read(Dimension.CONNECTOR, Span.HOUR)).isEmpty();
        assertThat(read(Dimension.CONNECTOR, Span.DAY)).hasSize(1);
        clock.forward(Duration.ofDays(387));
        assertThat(read(Dimension.CONNECTOR, Span.DAY)).isEmpty();
    }

    @Test
    void onlyTheSpansThatWereAskedForAreRead() {
        one.note(call("", "ann", Outcome.OK, 1));
        clock.forward(Duration.ofHours(2));
        one.note(call("", "ann", Outcome.OK, 1));
        one.flush();

        Instant start = MovedClock.START;
        assertThat(one.read(Dimension.CONNECTOR, Span.HOUR, start, start.plusSeconds(3599)))
                .hasSize(1);
        assertThat(one.read(Dimension.CONNECTOR, Span.HOUR, start, start.plusSeconds(7200)))
                .hasSize(2);
    }

    @Test
    void aToolIsCountedByItsNameOnceItHasSucceeded() {
        one.note(call("made-up", "ann", Outcome.RPC_ERROR, 1));
        one.note(call("search", "ann", Outcome.OK, 1));
        one.note(call("search", "ann", Outcome.TOOL_ERROR, 1));
        one.flush();

        assertThat(read(Dimension.TOOL, Span.HOUR).getFirst().byName())
                .containsOnlyKeys("jean/search", KnownNames.OTHER);
    }

    @Test
    void whatTheStoreDidNotTakeIsKeptForLater() {
        one.note(call("", "ann", Outcome.OK, 1));
        store.away = true;
        assertThatThrownBy(one::flush).isInstanceOf(StoreUnavailableException.class);
        one.note(call("", "ann", Outcome.OK, 1));
        store.away = false;

        one.close();

        assertThat(only(Dimension.CONNECTOR, Span.DAY, "jean").calls()).isEqualTo(2);
    }
}
