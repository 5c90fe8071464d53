package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName(
        "GW-12: when many keys die within a minute, the upstream is at fault and nobody is marked")
class MassDeathTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final KeyVerdict DEAD = new KeyVerdict.Dead();
    private static final KeyVerdict AT_FAULT = new KeyVerdict.Unclear(MINUTE);

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;

    @Test
    void theSixthKeyTakesBackTheDeathsOfTheFive() {
        List<KeyedClients.Connected> connected = connect(31);
        try (LogLines log = new LogLines()) {
            assertThat(report(connected, 0, 5)).containsOnly(DEAD);
            connected.subList(0, 5).forEach(clients::assertDead);

            assertThat(report(connected, 5, 8)).containsOnly(AT_FAULT);

            assertThat(log.of("upstream.rejects-many"))
                    .containsExactly("upstream.rejects-many connector=jean keys=6");
        }
        connected.forEach(clients::assertAlive);
        assertThat(clients.report(connected.getFirst())).isEqualTo(AT_FAULT);
    }

    @ParameterizedTest
    @CsvSource({"59999, true", "60000, false"})
    void deathsAMinuteApartAreNotCountedTogether(long millis, boolean together) {
        List<KeyedClients.Connected> connected = connect(31);
        report(connected, 0, 5);
        gateway.clock.forward(Duration.ofMillis(millis));

        assertThat(clients.report(connected.get(5))).isEqualTo(together ? AT_FAULT : DEAD);

        gateway.verifier.answer = new KeyCheck.Unavailable("not asked");
        connected.subList(0, 5).forEach(together ? clients::assertAlive : clients::assertDead);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1", "2, 1", "5, 1", "10, 1", "11, 2", "15, 2", "16, 3", "25, 4", "26, 5", "31, 5"
    })
    void lessThanAFifthOfTheKeysInUseMayDie(int inUse, int mayDie) {
        List<KeyedClients.Connected> connected = connect(inUse);

        assertThat(report(connected, 0, mayDie)).containsOnly(DEAD);

        if (mayDie < inUse) {
            assertThat(clients.report(connected.get(mayDie))).isEqualTo(AT_FAULT);
            connected.forEach(clients::assertAlive);
        }
    }

    @Test
    void keysThatWereNotUsedForAnHourAreNotCounted() {
        connect(9);
        gateway.clock.forward(KeysInUse.WINDOW);
        List<KeyedClients.Connected> connected = connectMore(9, 11);

        assertThat(clients.report(connected.get(0))).isEqualTo(DEAD);
        assertThat(clients.report(connected.get(1))).isEqualTo(AT_FAULT);
    }

    @Test
    void keysThatWereUsedWithinTheHourAreCounted() {
        connect(9);
        gateway.clock.forward(KeysInUse.WINDOW.minus(MOMENT));
        List<KeyedClients.Connected> connected = connectMore(9, 11);

        assertThat(clients.report(connected.get(0))).isEqualTo(DEAD);
        assertThat(clients.report(connected.get(1))).isEqualTo(DEAD);
    }

    @Test
    void manyAccountsOfOneKeyAreOneDeath() {
        connect(2);
        accept();
        List<KeyedClients.Connected> sharing =
                List.of("a", "b", "c", "d", "e", "f", "g").stream()
                        .map(user ->
                                clients.connect(InMemoryServer.API_KEY, gateway.personal(user)))
                        .toList();
        refuse();

        assertThat(clients.report(sharing.getFirst())).isEqualTo(DEAD);

        sharing.forEach(clients::assertDead);
    }

    @Test
    void aKeyThatIsAcceptedMeanwhileCountsNoMore() {
        List<KeyedClients.Connected> connected = connect(31);
        report(connected, 0, 5);
        accept();
        clients.connect(KeyedClients.key(0));
        refuse();

        assertThat(clients.report(connected.get(5))).isEqualTo(DEAD);
    }

    @Test
    void deathsBeforeThatMinuteStand() {
        List<KeyedClients.Connected> connected = connect(31);
        clients.report(connected.get(30));
        gateway.clock.forward(MINUTE);

        report(connected, 0, 6);

        gateway.verifier.answer = new KeyCheck.Unavailable("down");
        clients.assertDead(connected.get(30));
        connected.subList(0, 30).forEach(clients::assertAlive);
    }

    @Test
    void aClockThatIsSetMeanwhileChangesNothing() {
        List<KeyedClients.Connected> connected = connect(31);
        report(connected, 0, 5);
        gateway.clock.set(MovedClock.START.plus(Duration.ofHours(1)));

        assertThat(clients.report(connected.get(5))).isEqualTo(AT_FAULT);
    }

    @Test
    void whoeverComesFirstNobodyIsMarkedInTheEnd() {
        List<KeyedClients.Connected> connected = connect(40);

        List<KeyVerdict> verdicts = Race.of(40, number -> clients.report(connected.get(number)));

        assertThat(verdicts).containsOnly(DEAD, AT_FAULT);
        assertThat(verdicts.stream().filter(DEAD::equals)).hasSize(5);
        connected.forEach(clients::assertAlive);
    }

    @Test
    void anUpstreamThatRecoversIsWarnedOfAnew() {
        List<KeyedClients.Connected> connected = connect(31);
        try (LogLines log = new LogLines()) {
            report(connected, 0, 7);
            gateway.clock.forward(MINUTE);
            report(connected, 0, 7);

            assertThat(log.of("upstream.rejects-many")).hasSize(2);
        }
    }

    private List<KeyedClients.Connected> connect(int keys) {
        return connectMore(0, keys);
    }

    private List<KeyedClients.Connected> connectMore(int from, int to) {
        accept();
        List<KeyedClients.Connected> connected =
                IntStream.range(from, to)
                        .mapToObj(number -> clients.connect(KeyedClients.key(number)))
                        .toList();
        refuse();
        return connected;
    }

    private List<KeyVerdict> report(List<KeyedClients.Connected> connected, int from, int to) {
        return connected.subList(from, to).stream().map(clients::report).toList();
    }

    private void accept() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
    }

    private void refuse() {
        gateway.verifier.answer = new KeyCheck.Rejected();
    }
}
