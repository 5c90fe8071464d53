package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the observer is told, at each step of a client's way and of what comes after. */
class EventsTest {
    private static final ConnectorId JEAN = new ConnectorId("jean");

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final ClientInformation client = clients.client;
    private final ClientId id = client.clientId();
    private final Event.Attempt attempt =
            new Event.Attempt(id, InMemoryServer.LOOPBACK, gateway.resources.shared().uri());

    private List<Event> events() {
        List<Event> events = List.copyOf(gateway.events);
        gateway.events.clear();
        return events;
    }

    private <E extends Event> E only(Class<E> type) {
        List<E> found = gateway.events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private GrantId grant() {
        return only(Event.Consented.class).grant();
    }

    @Test
    void aRegistrationAndARefusedOneAreTold() {
        gateway.server.registration().register(InMemoryServer.metadata("none", "javascript:x"));

        assertThat(events())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .isEqualTo(
                                                new Event.ClientRegistered(
                                                        id, List.of(InMemoryServer.LOOPBACK))),
                        second ->
                                assertThat(second)
                                        .isInstanceOfSatisfying(
                                                Event.ClientRefused.class,
                                                refused ->
                                                        assertThat(refused.error())
                                                                .isEqualTo(
                                                                        "invalid_redirect_uri")));
    }

    @Test
    void aWholeWayIsToldStepByStep() {
        gateway.events.clear();
        TokenResponse tokens = gateway.signIn(client);
        Event.Consented consented = only(Event.Consented.class);
        gateway.token(gateway.refresh(client, tokens.refreshToken()));
        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        assertThat(consented.attempt()).isEqualTo(attempt);
        assertThat(consented.connector()).isEqualTo(JEAN);
        assertThat(events())
                .containsExactly(
                        new Event.Asked(attempt),
                        new Event.KeyTyped(attempt, null),
                        consented,
                        new Event.CodeRedeemed(id, consented.grant()),
                        new Event.Refreshed(id, consented.grant(), false),
                        new Event.Refreshed(id, consented.grant(), true));
    }

    @Test
    void whereNoSecondPageFollowsAnAcceptedKeyIsToldAsWell() {
        var unreviewed = new InMemoryServer(Installation.Setup.NORMAL.unreviewed());
        ClientInformation one = unreviewed.publicClient();
        unreviewed.events.clear();

        unreviewed.code(one);

        assertThat(unreviewed.events)
                .extracting(Object::getClass)
                .containsExactly(Event.Asked.class, Event.KeyTyped.class, Event.Consented.class);
    }

    @Test
    void refusedRequestsAreToldWithWhatWasSent() {
        Form form = gateway.authorization(client);
        gateway.events.clear();
        gateway.authorize(form.without("code_challenge"));
        gateway.authorize(form.with("redirect_uri", "https://other.example.com/cb"));
        gateway.authorize(form.with("client_id", "stale"));

        String resource = gateway.resources.shared().uri();
        assertThat(events())
                .map(event -> (Event.NotAsked) event)
                .satisfiesExactly(
                        told -> {
                            assertThat(told.told()).isTrue();
                            assertThat(told.why()).contains("PKCE");
                            assertThat(told.client()).isEqualTo(id.value());
                            assertThat(told.resource()).isEqualTo(resource);
                        },
                        told -> {
                            assertThat(told.told()).isFalse();
                            assertThat(told.redirectUri())
                                    .isEqualTo("https://other.example.com/cb");
                        },
                        told -> {
                            assertThat(told.client()).isEqualTo("stale");
                            assertThat(told.error()).isEqualTo("invalid_client");
                        });
    }

    @Test
    void whatAPersonDoesOnThePagesIsTold() {
        AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(client));
        gateway.events.clear();
        gateway.verifier.answer = new KeyCheck.Rejected();
        gateway.type(ask);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        Secret page = InMemoryServer.review(gateway.type(ask)).prompt().transaction();
        gateway.consent(new ConsentStep.Deny(page, ask.browser()));
        gateway.consent(new ConsentStep.Deny(page, Secret.of("another browser")));

        assertThat(events())
                .containsExactly(
                        new Event.KeyTyped(attempt, "REJECTED"),
                        new Event.KeyTyped(attempt, null),
                        new Event.Denied(attempt),
                        new Event.PageExpired());
    }

    @Test
    void whatTheTokenEndpointRefusesIsTold() {
        String code = gateway.code(client);
        GrantId grant = grant();
        Form exchange = gateway.exchange(client, code);
        gateway.events.clear();
        gateway.token(exchange.with("code_verifier", "x".repeat(43)));
        gateway.token(gateway.refresh(client, Secret.of("nothing")));
        gateway.token(exchange.with("client_id", "unknown"));

        assertThat(events())
                .containsExactly(
                        new Event.TokenRefused(id, grant, false, "invalid_grant", "WRONG_VERIFIER"),
                        new Event.TokenRefused(id, null, true, "invalid_grant", "no such token"),
                        new Event.ClientRejected(
                                null,
                                "invalid_client",
                                "the client is not known here, or its secret is wrong"));
    }

    @Test
    void theftsEndTheGrantAndSaySo() {
        String code = gateway.code(client);
        GrantId grant = grant();
        gateway.token(gateway.exchange(client, code));
        gateway.clock.forward(Duration.ofMinutes(1));
        gateway.events.clear();

        gateway.token(gateway.exchange(client, code));

        assertThat(events())
                .containsExactly(
                        new Event.GrantEnded(grant, Event.EndedBy.CODE_REPLAYED),
                        new Event.TokenRefused(id, grant, false, "invalid_grant", "replayed"));
    }

    @Test
    void aReusedRefreshTokenEndsTheGrantAndSaysSo() {
        TokenResponse tokens = gateway.signIn(client);
        GrantId grant = grant();
        gateway.token(gateway.refresh(client, tokens.refreshToken()));
        gateway.clock.forward(Duration.ofMinutes(5));
        gateway.events.clear();

        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        assertThat(events()).contains(new Event.GrantEnded(grant, Event.EndedBy.TOKEN_REUSED));
    }

    @Test
    void aClientThatRevokesItsRefreshTokenEndsTheGrant() {
        TokenResponse tokens = gateway.signIn(client);
        GrantId grant = grant();
        gateway.events.clear();
        revoke(tokens.accessToken());
        assertThat(events()).isEmpty();

        revoke(tokens.refreshToken());

        assertThat(events()).containsExactly(new Event.GrantEnded(grant, Event.EndedBy.CLIENT));
    }

    private void revoke(Secret token) {
        Form form = Form.of("client_id", id.value(), "token", token.reveal());
        gateway.server.revocation().revoke(new ClientRequest(form.parameters(), null));
    }

    @Test
    void aPersonWhoDisconnectsEndsTheGrant() {
        gateway.signIn(client);
        GrantId grant = grant();
        var desk = gateway.server.accountAccess();
        var session = ((AccountSignIn.Opened) desk.signIn(InMemoryServer.API_KEY)).session();
        var page = ((dev.keystile.oauth.api.AccountOutcome.Shown) desk.view(session)).view().page();
        gateway.events.clear();

        desk.take(session, page, new AccountStep.Disconnect(grant));
        desk.take(session, page, new AccountStep.Disconnect(grant));

        assertThat(events()).containsExactly(new Event.GrantEnded(grant, Event.EndedBy.PERSON));
    }

    @Test
    void theDeathOfAKeyAndItsRevivalAreTold() {
        var connected = clients.connect(InMemoryServer.API_KEY);
        gateway.events.clear();
        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.report(connected);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        gateway.clock.forward(Duration.ofMinutes(2));
        gateway.check(connected.tokens().accessToken());

        assertThat(events())
                .containsExactly(
                        new Event.KeyDied(JEAN, connected.access().grant(), 1),
                        new Event.KeyRevived(JEAN, 1));
    }
}
