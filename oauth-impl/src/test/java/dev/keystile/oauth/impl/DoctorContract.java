package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Doctor;
import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Query;
import dev.keystile.oauth.api.Doctor.Step;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two nodes that share a store know of attempts. */
abstract class DoctorContract {
    private static final Network HOME = new Network(Prints.HOME, false);
    private static final Query ALL = new Query(Instant.EPOCH, null, null, null, null, null, 100);

    final MovedClock clock = new MovedClock();
    private final SecureRandom random = new SeededRandom(1);
    private Nodes nodes;
    private MeetingStore store;
    private AttemptLog one;
    private AttemptLog other;

    /** Where they keep it. */
    abstract Nodes nodes();

    @BeforeEach
    void open() {
        nodes = nodes();
        store = new MeetingStore(nodes.node(clock));
        one = log(store);
        other = log(nodes.node(clock));
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private AttemptLog log(Store on) {
        return new AttemptLog(on, clock, random);
    }

    private static Event.Attempt attempt(String client) {
        return new Event.Attempt(new ClientId(client), "http://127.0.0.1/cb", Prints.URL);
    }

    private static Event asked(String client) {
        return new Event.Asked(attempt(client));
    }

    private static Event consented(String client, String grant) {
        return new Event.Consented(
                attempt(client),
                new ConnectorId("jean"),
                new AccountId("ann"),
                new GrantId(grant),
                Scope.SUPPORTED);
    }

    private void note(AttemptLog node, Event event) {
        node.note(clock.instant(), HOME, event);
        clock.forward(Duration.ofMillis(1));
    }

    private List<String> clients(Query query) {
        return other.list(query).attempts().stream().map(Attempt::client).toList();
    }

    @Test
    void stepsThatDifferentNodesSawAreOneAttempt() {
        note(one, new Event.Discovered(Prints.URL));
        note(other, new Event.ClientRegistered(new ClientId("app"), List.of()));
        note(one, asked("app"));
        note(other, new Event.KeyTyped(attempt("app"), "REJECTED"));
        one.flush();
        other.flush();

        for (Doctor node : List.of(one, other)) {
            Attempt only = node.list(ALL).attempts().getFirst();
            assertThat(only.steps())
                    .extracting(Step::stage)
                    .containsExactly(
                            Doctor.Stage.RESOURCE_METADATA,
                            Doctor.Stage.CLIENT,
                            Doctor.Stage.AUTHORIZE,
                            Doctor.Stage.KEY);
            assertThat(only.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(node.find(only.id())).contains(only);
        }
    }

    @Test
    void aNodeKnowsWhatItSawAtOnceAndTheOtherWhenItIsWritten() {
        note(one, asked("app"));
        assertThat(clients(ALL)).isEmpty();

        assertThat(one.list(ALL).attempts()).hasSize(1);
        assertThat(clients(ALL)).containsExactly("app");
    }

    @Test
    void whatTheStoreDidNotTakeIsWrittenTheNextTime() {
        note(one, asked("app"));
        store.away = true;
        assertThatThrownBy(one::flush).isInstanceOf(StoreUnavailableException.class);
        note(one, asked("other"));
        store.away = false;
        one.flush();
        one.flush();

        assertThat(clients(ALL)).containsExactly("other", "app");
    }

    @Test
    void stepsAreShownForSevenDays() {
        Instant then = clock.instant();
        note(one, asked("app"));
        one.flush();

        clock.set(then.plus(AttemptLog.KEPT));
        assertThat(clients(ALL)).containsExactly("app");
        clock.set(then.plus(AttemptLog.KEPT).plusMillis(1));
        assertThat(clients(ALL)).isEmpty();
        assertThat(store.count(Store.Kind.STEPS)).isLessThanOrEqualTo(1);
    }

    @Test
    void aRecordHoldsAnHour() {
        note(one, asked("a"));
        clock.forward(StepRecords.SPAN);
        note(one, asked("b"));
        note(one, asked("c"));
        one.flush();

        assertThat(store.count(Store.Kind.STEPS)).isEqualTo(2);
        assertThat(clients(ALL)).containsExactly("c", "b", "a");
    }

    @Test
    void ofTooManyRecordsThoseThatEndFirstGoFirst() {
        AttemptLog node = one;
        for (int i = 0; i <= StepRecords.MOST; i++) {
            Network network = new Network("network " + i, false);
            node.note(clock.instant(), network, asked("app" + i));
            clock.forward(Duration.ofMillis(1));
            node.flush();
            node = log(store);
        }

        assertThat(store.count(Store.Kind.STEPS)).isEqualTo(StepRecords.MOST);
        Query first = new Query(Instant.EPOCH, null, "app0", null, null, null, 1);
        assertThat(clients(first)).isEmpty();
        assertThat(clients(new Query(Instant.EPOCH, null, "app1", null, null, null, 1))).hasSize(1);
    }

    @Test
    void attemptsComeByThePageTheLatestFirst() {
        for (String client : List.of("a", "b", "c")) {
            note(one, asked(client));
        }
        one.flush();

        Doctor.Page first = other.list(new Query(Instant.EPOCH, null, null, null, null, null, 2));
        assertThat(first.attempts()).extracting(Attempt::client).containsExactly("c", "b");
        assertThat(first.more()).isTrue();
        String last = first.attempts().getLast().id();
        Doctor.Page next = other.list(new Query(Instant.EPOCH, null, null, null, null, last, 2));
        assertThat(next.attempts()).extracting(Attempt::client).containsExactly("a");
        assertThat(next.more()).isFalse();
    }

    @Test
    void attemptsAreFoundByOutcomeClientTextAndTime() {
        note(one, asked("a"));
        note(one, new Event.KeyTyped(attempt("a"), "REJECTED"));
        clock.forward(Duration.ofHours(2));
        Instant late = clock.instant();
        note(one, asked("b"));
        one.flush();

        assertThat(clients(new Query(Instant.EPOCH, Outcome.FAILED, null, null, null, null, 9)))
                .containsExactly("a");
        assertThat(clients(new Query(Instant.EPOCH, null, "b", null, null, null, 9)))
                .containsExactly("b");
        assertThat(clients(new Query(Instant.EPOCH, null, null, null, "KEY-ref", null, 9)))
                .containsExactly("a");
        assertThat(clients(new Query(Instant.EPOCH, null, null, null, "nowhere", null, 9)))
                .isEmpty();
        assertThat(clients(new Query(late, null, null, null, null, null, 9))).containsExactly("b");
        assertThat(clients(new Query(late.minusMillis(1), null, null, null, null, null, 9)))
                .hasSize(1);
    }

    @Test
    void attemptsAtOneUrlAreFoundWithThePersonalOnesBelowIt() {
        note(one, asked("a"));
        clock.forward(Duration.ofHours(2));
        note(
                one,
                new Event.Asked(
                        new Event.Attempt(new ClientId("b"), "", Prints.URL + "/oauth/ann")));
        clock.forward(Duration.ofHours(2));
        note(one, new Event.Asked(new Event.Attempt(new ClientId("c"), "", Prints.URL + "/wiki")));
        one.flush();

        assertThat(clients(new Query(Instant.EPOCH, null, null, Prints.URL, null, null, 9)))
                .containsExactly("b", "a");
    }

    @Test
    void ofAGrantEachStageIsKeptOnceAndAgainAfterAFailure() {
        note(one, consented("app", "grant"));
        for (var outcome : List.of(Event.Outcome.OK, Event.Outcome.OK, Event.Outcome.TIMEOUT)) {
            note(one, AnalyticsContract.call("search", "ann", outcome, 1));
        }
        note(one, AnalyticsContract.call("search", "ann", Event.Outcome.TIMEOUT, 1));
        note(one, AnalyticsContract.call("search", "ann", Event.Outcome.OK, 1));

        assertThat(one.list(ALL).attempts().getFirst().steps())
                .extracting(Step::failed)
                .containsExactly(false, false, true, false);
        assertThat(one.list(ALL).attempts().getFirst().outcome()).isEqualTo(Outcome.CONNECTED);
    }

    @Test
    void callsOfAGrantThatANodeNeverSawCountWhileItIsYoung() {
        Grant grant = new GrantFixture().awaiting;
        grants().insert(grant.id().value(), grant, clock.instant().plus(Duration.ofDays(1)));
        note(one, consented("app", grant.id().value()));
        one.flush();

        note(other, call(grant, Event.Outcome.OK));
        assertThat(stepsAt(other)).isEqualTo(2);

        clock.set(grant.createdAt().plus(Trails.CLIENT_GAP));
        AttemptLog restarted = log(nodes.node(clock));
        note(restarted, call(grant, Event.Outcome.OK));
        assertThat(stepsAt(restarted)).as("old").isEqualTo(2);
        note(restarted, call(grant, Event.Outcome.TIMEOUT));
        note(restarted, call(grant, Event.Outcome.OK));
        assertThat(stepsAt(restarted)).as("troubled").isEqualTo(4);
    }

    private Repository<Grant> grants() {
        return Repositories.of(store, clock).grants();
    }

    private static Event call(Grant grant, Event.Outcome outcome) {
        var call = AnalyticsContract.call("search", "ann", outcome, 1);
        return new Event.Called(
                call.connector(),
                call.resource(),
                new Event.Caller(new ClientId("app"), new AccountId("ann"), grant.id()),
                call.method(),
                call.tool(),
                outcome,
                200,
                call.duration(),
                false,
                false);
    }

    private static int stepsAt(AttemptLog node) {
        return node.list(ALL).attempts().getFirst().steps().size();
    }

    @Test
    void aRefreshCountsWhenSomethingWasReadBeforeIt() {
        Event refreshed = new Event.Refreshed(new ClientId("app"), new GrantId("grant"), false);
        note(one, consented("app", "grant"));
        note(one, refreshed);
        assertThat(stepsAt(one)).isEqualTo(1);

        note(one, new Event.Discovered(null));
        note(one, refreshed);
        assertThat(one.list(ALL).attempts()).hasSize(1);
        assertThat(stepsAt(one)).isEqualTo(3);
    }

    @Test
    void callsThatSayNothingNewNeedNotBeNoted() {
        Event good = AnalyticsContract.call("search", "ann", Event.Outcome.OK, 1);
        Event bad = AnalyticsContract.call("search", "ann", Event.Outcome.TIMEOUT, 1);
        assertThat(one.concerns(good)).isTrue();

        note(one, good);
        assertThat(one.concerns(good)).isFalse();
        assertThat(one.concerns(bad)).isTrue();
        assertThat(one.concerns(AnalyticsContract.call("", "ann", Event.Outcome.OK, 1))).isTrue();

        note(one, bad);
        assertThat(one.concerns(good)).isTrue();
        assertThat(one.concerns(asked("app"))).isTrue();
    }

    @Test
    void aNetworkThatRepeatsItselfUsesUpNoRoomAndOneThatDoesNotUsesUpOnlyItsOwn() {
        for (int i = 0; i < 1000; i++) {
            note(one, new Event.Discovered(null));
        }
        assertThat(one.list(ALL).attempts().getFirst().steps()).hasSize(1);

        for (int i = 0; i < 1000; i++) {
            note(one, asked("app" + i));
        }
        one.note(clock.instant(), new Network(Prints.CLOUD, false), asked("elsewhere"));
        one.flush();
        Query elsewhere = new Query(Instant.EPOCH, null, "elsewhere", null, null, null, 9);
        assertThat(clients(elsewhere)).hasSize(1);
        assertThat(
                        other.list(new Query(Instant.EPOCH, null, null, null, null, null, 2000))
                                .attempts())
                .hasSizeLessThanOrEqualTo(StepFilter.MOST_OF_NETWORK + 1);
    }

    @Test
    void aRecordThatCannotBeReadIsPassedOver() {
        note(one, asked("app"));
        one.flush();
        note(other, asked("next"));
        other.flush();
        String first = store.list(Store.Kind.STEPS, null, 1).getFirst().id();
        Store.Stored stored = store.find(new Store.Key(Store.Kind.STEPS, first)).orElseThrow();
        store.replace(stored, "no JSON", stored.ends());

        assertThat(clients(ALL)).containsExactly("next");
    }
}
