package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sessions of upstreams: sealed for the client, remembered for the grant. */
class GrantSessionsTest {
    private static final ConnectorId CONNECTOR = new ConnectorId("jean");
    private static final Secret ID = Secret.of("3f2c9a70-session-of-the-upstream");
    private static final UpstreamSession FIRST =
            new UpstreamSession(ID, "{\"clientInfo\":{\"name\":\"clementine\"}}");
    private static final UpstreamSession SECOND = new UpstreamSession(Secret.of("second"), "{}");

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse tokens = gateway.signIn(client);
    private final GrantId grant = new GrantId(gateway.ids(Store.Kind.GRANT).getFirst());
    private final UpstreamSessions sessions = gateway.server.upstreamSessions();
    private final UpstreamSessions elsewhere = gateway.anotherNode().upstreamSessions();

    private GrantId otherGrant() {
        Set<String> before = new HashSet<>(gateway.ids(Store.Kind.GRANT));
        gateway.signIn(client);
        return gateway.ids(Store.Kind.GRANT).stream()
                .filter(id -> !before.contains(id))
                .map(GrantId::new)
                .findFirst()
                .orElseThrow();
    }

    private Store.Stored record() {
        return gateway.store.find(new Store.Key(Store.Kind.SESSION, grant.value())).orElseThrow();
    }

    // --- sealed

    @Test
    @DisplayName(
            "GW-L-03, GW-L-04: the id that a client holds is visible ASCII, and says nothing of the upstream's")
    void sealedIdIsVisibleAsciiAndNotTheUpstreams() {
        Secret sealed = sessions.seal(grant, CONNECTOR, ID);

        assertThat(sealed.reveal()).matches("[!-~]{40,200}").doesNotContain(ID.reveal());
        assertThat(Base64Url.parse(sealed.reveal()).map(bytes -> new String(bytes)).orElseThrow())
                .doesNotContain(ID.reveal());
        assertThat(sessions.seal(grant, CONNECTOR, ID)).isNotEqualTo(sealed);
    }

    @Test
    @DisplayName(
            "GW-L-04: it opens for its grant and connector alone, at any node and without the store")
    void sealedIdOpensForItsGrantAlone() {
        Secret sealed = sessions.seal(grant, CONNECTOR, ID);
        GrantId other = otherGrant();
        gateway.store.away = true;

        assertThat(sessions.open(grant, CONNECTOR, sealed)).contains(ID);
        assertThat(elsewhere.open(grant, CONNECTOR, sealed)).contains(ID);
        assertThat(sessions.open(other, CONNECTOR, sealed)).isEmpty();
        assertThat(sessions.open(grant, new ConnectorId("other"), sealed)).isEmpty();
    }

    @Test
    @DisplayName("GW-L-04: altered anywhere it does not open")
    void alteredIdDoesNotOpen() {
        String sealed = sessions.seal(grant, CONNECTOR, ID).reveal();

        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
            String altered = sealed.substring(0, at) + other + sealed.substring(at + 1);
            assertThat(sessions.open(grant, CONNECTOR, Secret.of(altered))).isEmpty();
        }
        assertThat(sessions.open(grant, CONNECTOR, ID)).isEmpty();
        assertThat(sessions.open(grant, CONNECTOR, Secret.of(""))).isEmpty();
    }

    @Test
    void keyOfSessionsOpensNothingElse() {
        var outer = new Sealer(gateway.secret, MasterSecret.Purpose.OUTER);
        String context = "session of grant " + grant + " at connector " + CONNECTOR;
        String stranger = outer.seal(Crypto.utf8("x"), context, gateway.random);

        assertThat(sessions.open(grant, CONNECTOR, Secret.of(stranger))).isEmpty();
    }

    @Test
    @DisplayName("GW-L-04: a refresh keeps the session")
    void sessionOutlivesATokenOfItsGrant() {
        Secret sealed = sessions.seal(grant, CONNECTOR, ID);
        sessions.remember(grant, FIRST);

        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        assertThat(sessions.open(grant, CONNECTOR, sealed)).contains(ID);
        assertThat(sessions.remembered(grant)).contains(FIRST);
    }

    @Test
    void replacedSecretStillOpensUntilItIsGivenUp() {
        Secret sealed = sessions.seal(grant, CONNECTOR, ID);
        sessions.remember(grant, FIRST);
        MasterSecret fresh = MasterSecret.draw(gateway.random);
        var replacing =
                gateway.anotherNode(fresh.replacing(List.of(gateway.secret))).upstreamSessions();

        assertThat(gateway.anotherNode(fresh).upstreamSessions().remembered(grant)).isEmpty();
        assertThat(replacing.open(grant, CONNECTOR, sealed)).contains(ID);
        assertThat(replacing.remembered(grant)).contains(FIRST);

        UpstreamSessions after = gateway.anotherNode(fresh).upstreamSessions();
        assertThat(after.open(grant, CONNECTOR, sealed)).isEmpty();
        assertThat(after.remembered(grant)).as("sealed anew when it was used").contains(FIRST);
    }

    // --- remembered

    @Test
    void latestSessionIsKnownAtOnceAtEveryNode() {
        assertThat(sessions.remembered(grant)).isEmpty();
        assertThat(elsewhere.remembered(grant)).isEmpty();

        sessions.remember(grant, FIRST);
        assertThat(elsewhere.remembered(grant)).contains(FIRST);
        elsewhere.remember(grant, SECOND);
        assertThat(sessions.remembered(grant)).contains(SECOND);
        assertThat(sessions.remembered(otherGrant())).isEmpty();
    }

    @Test
    void nodeThatHearsOfNothingIsAtMostFiveSecondsBehind() {
        sessions.remember(grant, FIRST);
        assertThat(elsewhere.remembered(grant)).contains(FIRST);
        gateway.store.silent = true;
        sessions.remember(grant, SECOND);

        assertThat(elsewhere.remembered(grant)).contains(FIRST);
        assertThat(elsewhere.latest(grant)).contains(SECOND);
        gateway.clock.forward(NearCache.LIFE);
        assertThat(elsewhere.remembered(grant)).contains(SECOND);
    }

    @Test
    void callsAskTheStoreOnceWhetherThereIsASessionOrNot() {
        sessions.remembered(grant);
        gateway.store.read();
        sessions.remembered(grant);
        assertThat(gateway.store.read()).isEmpty();

        sessions.remember(grant, FIRST);
        sessions.remembered(grant);
        gateway.store.read();
        sessions.remembered(grant);
        assertThat(gateway.store.read()).isEmpty();
    }

    @Test
    void sameSessionIsNotWrittenAgain() {
        sessions.remember(grant, FIRST);
        Store.Stored written = record();

        sessions.remember(grant, FIRST);
        sessions.remembered(grant);

        assertThat(record()).isEqualTo(written);
    }

    @Test
    @DisplayName(
            "GW-L-03: of all who replace a lost session at the same time one wins, and all go on in its")
    void oneReplacementWins() {
        sessions.remember(grant, FIRST);
        int threads = 8;
        gateway.store.meet(Store.Kind.SESSION, threads);

        List<UpstreamSession> standing =
                Race.of(
                        threads,
                        number ->
                                (number % 2 == 0 ? sessions : elsewhere)
                                        .replace(
                                                grant,
                                                ID,
                                                new UpstreamSession(
                                                        Secret.of("of " + number), "{}")));

        assertThat(new HashSet<>(standing)).hasSize(1);
        assertThat(sessions.latest(grant)).contains(standing.getFirst());
    }

    @Test
    void firstSessionOfAGrantIsRacedForToo() {
        List<UpstreamSession> standing =
                Race.of(
                        8,
                        number ->
                                sessions.replace(
                                        grant,
                                        null,
                                        new UpstreamSession(Secret.of("of " + number), "{}")));

        assertThat(new HashSet<>(standing)).hasSize(1);
    }

    @Test
    void onlyTheSessionThatWasNamedIsForgotten() {
        sessions.remember(grant, SECOND);

        sessions.forget(grant, ID);
        assertThat(sessions.remembered(grant)).contains(SECOND);
        sessions.forget(grant, SECOND.id());
        assertThat(sessions.remembered(grant)).isEmpty();
        assertThat(elsewhere.remembered(grant)).isEmpty();
    }

    @Test
    void sessionIsForgottenADayAfterItsLastUse() {
        sessions.remember(grant, FIRST);
        assertThat(record().ends()).isEqualTo(MovedClock.START.plus(GrantSessions.LIFE));

        gateway.clock.forward(Duration.ofHours(6));
        sessions.remembered(grant);
        assertThat(record().ends()).isEqualTo(MovedClock.START.plus(GrantSessions.LIFE));

        gateway.clock.forward(Duration.ofSeconds(1));
        sessions.remembered(grant);
        Instant later = MovedClock.START.plus(Duration.ofHours(30)).plusSeconds(1);
        assertThat(record().ends()).isEqualTo(later);
        assertThat(sessions.remembered(grant)).contains(FIRST);

        gateway.clock.set(later.minusMillis(1));
        assertThat(elsewhere.latest(grant)).contains(FIRST);
        gateway.clock.set(later);
        assertThat(elsewhere.latest(grant)).isEmpty();
    }

    @Test
    void sessionNeverOutlivesItsGrant() {
        Instant end = MovedClock.START.plus(TokenSettings.DEFAULT.refreshLifetime());
        gateway.clock.set(end.minus(Duration.ofHours(2)));

        sessions.remember(grant, FIRST);
        assertThat(record().ends()).isEqualTo(end);
        Store.Stored written = record();
        sessions.remembered(grant);

        assertThat(record()).isEqualTo(written);
        gateway.clock.set(end);
        sessions.remember(grant, SECOND);
        assertThat(gateway.ids(Store.Kind.SESSION)).isEmpty();
    }

    @Test
    void nothingIsRememberedOfAGrantThatIsOver() {
        gateway.server
                .revocation()
                .revoke(
                        new ClientRequest(
                                Form.of(
                                                "client_id",
                                                client.clientId().value(),
                                                "token",
                                                tokens.refreshToken().reveal())
                                        .parameters(),
                                null));

        sessions.remember(grant, FIRST);
        sessions.remember(new GrantId("nobody's"), FIRST);

        assertThat(gateway.ids(Store.Kind.SESSION)).isEmpty();
    }

    @Test
    void recordTellsNothingAndOpensForItsOwnGrantAlone() {
        sessions.remember(grant, FIRST);
        String value = record().value();
        GrantId other = otherGrant();
        gateway.store.insert(
                new Store.Key(Store.Kind.SESSION, other.value()),
                value,
                MovedClock.START.plusSeconds(60));

        assertThat(value).doesNotContain(ID.reveal()).doesNotContain("clementine");
        assertThat(sessions.latest(grant)).contains(FIRST);
        assertThat(sessions.latest(other)).isEmpty();
        sessions.remember(other, SECOND);
        assertThat(sessions.latest(other)).contains(SECOND);
    }

    @Test
    void storeThatIsAwayIsToldAsSuch() {
        gateway.store.away = true;

        assertThatThrownBy(() -> sessions.remembered(grant))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> sessions.latest(grant))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
