package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.AdministrationOutcome;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.GrantSummary;
import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.Listing;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an operator sees of clients, grants and accounts, and does about them. */
class AdministrationDeskTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final String DOCUMENT = "https://app.example.com/oauth/client.json";

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final Administration desk = gateway.server.administration();
    private final KeyedClients.Connected one = clients.connect(KEY);
    private final GrantId grant = one.access().grant();

    private static ListRequest search(String text) {
        return new ListRequest(text, null, 10);
    }

    private GrantSummary grant() {
        return desk.grant(grant).orElseThrow();
    }

    private void assertRevoked(KeyedClients.Connected connected) {
        assertThat(clients.check(connected))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
    }

    /** A client that a document describes. */
    private ClientInformation described() {
        gateway.documents.serve(
                DOCUMENT,
                """
                {"client_id": "%s", "client_name": "Example app", "redirect_uris": ["%s"]}
                """
                        .formatted(DOCUMENT, InMemoryServer.WEB));
        return new ClientInformation(
                new ClientId(DOCUMENT),
                null,
                MovedClock.START,
                InMemoryServer.metadata("none", InMemoryServer.WEB),
                InMemoryServer.UNMANAGED);
    }

    @Test
    void aGrantIsShownWithWhoAndWhatAndHowOften() {
        GrantSummary shown = desk.grants(search("")).items().getFirst();

        assertThat(shown.id()).isEqualTo(grant);
        assertThat(shown.client()).isEqualTo(clients.client.clientId());
        assertThat(shown.clientName()).isEqualTo("Test client");
        assertThat(shown.connector()).isEqualTo(one.access().resource().connector().id());
        assertThat(shown.user()).isEqualTo(gateway.pseudonym());
        assertThat(shown.state()).isEqualTo(GrantSummary.State.ACTIVE);
        assertThat(shown.calls()).isEqualTo(1);
        assertThat(shown.since()).isEqualTo(MovedClock.START);
    }

    @Test
    void anAccountIsShownWithItsGrantsAndNeverItsKey() {
        AccountSummary shown = desk.accounts(search("")).items().getFirst();

        assertThat(shown.grants()).containsExactly(grant);
        assertThat(shown.identity()).isEqualTo(AccountSummary.Identified.PSEUDONYM);
        assertThat(shown.keyDeadSince()).isNull();
        assertThat(shown.toString()).doesNotContain(KEY.reveal());
        assertThat(desk.account(shown.id())).contains(shown);
    }

    @Test
    void aDeadKeyIsSeenAtTheAccountAndAtTheGrant() {
        gateway.keyWorks(false);

        assertThat(grant().state()).isEqualTo(GrantSummary.State.KEY_DEAD);
        assertThat(desk.accounts(search("key_dead")).items()).hasSize(1);
    }

    @Test
    void aCodeThatIsNotRedeemedIsAPendingGrant() {
        gateway.code(clients.client);

        assertThat(desk.grants(search("pending")).items()).hasSize(1);
    }

    @Test
    void whatIsSoughtMayStandInAnyTextAndInAnyCase() {
        clients.connect(KEY, gateway.personal("jane"));

        assertThat(desk.grants(search("JANE")).items()).hasSize(1);
        assertThat(desk.grants(search("test CLIENT")).items()).hasSize(2);
        assertThat(desk.grants(search("nothing of that")).items()).isEmpty();
        assertThat(desk.accounts(search("jane")).items()).hasSize(1);
        assertThat(desk.clients(search("localhost:3118")).items()).hasSize(1);
        assertThat(desk.clients(search("nowhere")).items()).isEmpty();
    }

    @Test
    void aListIsReadInPartsThatMissNothing() {
        IntStream.range(0, 6).forEach(number -> clients.connect(KeyedClients.key(number)));
        List<GrantId> seen = new ArrayList<>();
        Listing<GrantSummary> part = desk.grants(new ListRequest("", null, 3));
        while (part.next() != null) {
            assertThat(part.items()).hasSizeLessThanOrEqualTo(3);
            part.items().forEach(item -> seen.add(item.id()));
            ListPosition next = ListPosition.parse(part.next().text()).orElseThrow();
            part = desk.grants(new ListRequest("", next, 3));
        }
        part.items().forEach(item -> seen.add(item.id()));

        assertThat(seen).hasSize(7).doesNotHaveDuplicates().contains(grant);
        assertThat(desk.totals()).isEqualTo(new Administration.Totals(1, 7, 7));
    }

    @Test
    void aRecordThatCannotBeReadIsPassedOver() {
        gateway.store.insert(
                new Store.Key(Store.Kind.GRANT, "broken"),
                "no JSON",
                MovedClock.START.plusSeconds(9));

        assertThat(desk.grants(search("")).items())
                .extracting(GrantSummary::id)
                .containsExactly(grant);
    }

    @Test
    void anEndedGrantIsOverAtOnceAndTheObserverHearsOfIt() {
        assertThat(desk.revoke(grant)).isEqualTo(new AdministrationOutcome.Done());

        assertRevoked(one);
        assertThat(grant().state()).isEqualTo(GrantSummary.State.OVER);
        assertThat(grant().why()).isEqualTo("disconnected");
        assertThat(gateway.events).contains(new Event.GrantEnded(grant, Event.EndedBy.OPERATOR));
        assertThat(desk.revoke(grant)).isEqualTo(new AdministrationOutcome.NothingToDo());
        assertThat(desk.revoke(new GrantId("none"))).isEqualTo(new AdministrationOutcome.Unknown());
    }

    @Test
    void anEndedAccountEndsAllItsGrantsAndNobodyElses() {
        KeyedClients.Connected second = clients.connect(KEY);
        KeyedClients.Connected other = clients.connect(KeyedClients.key(1));

        assertThat(desk.revoke(grant().account())).isEqualTo(new AdministrationOutcome.Done());

        assertRevoked(one);
        assertRevoked(second);
        clients.assertAlive(other);
    }

    @Test
    void aRemovedClientIsConnectedToNothing() {
        ClientId client = clients.client.clientId();

        assertThat(desk.revoke(client)).isEqualTo(new AdministrationOutcome.Done());

        assertRevoked(one);
        InMemoryServer.refused(
                gateway.token(gateway.refresh(clients.client, one.tokens().refreshToken())),
                OAuthError.INVALID_CLIENT);
        assertThat(grant().why()).isEqualTo("client_gone");
        assertThat(desk.client(client)).isEmpty();
        assertThat(desk.revoke(client)).isEqualTo(new AdministrationOutcome.Unknown());
    }

    @Test
    void aBlockedClientLosesWhatItHasAndGetsNothingNew() {
        ClientInformation app = described();
        KeyedClients.Connected connected = connect(app);
        clients.assertAlive(connected);
        String code = gateway.code(app);

        assertThat(desk.revoke(app.clientId())).isEqualTo(new AdministrationOutcome.Done());

        assertRevoked(connected);
        assertThat(gateway.live(connected.access().grant())).isFalse();
        InMemoryServer.refused(
                gateway.token(gateway.refresh(app, connected.tokens().refreshToken())),
                OAuthError.INVALID_CLIENT);
        InMemoryServer.refused(
                gateway.token(gateway.exchange(app, code)), OAuthError.INVALID_CLIENT);
        assertThat(gateway.authorize(gateway.authorization(app)))
                .isInstanceOf(AuthorizationOutcome.Undescribed.class);
        assertThat(state()).contains(ClientSummary.State.BLOCKED);
        assertThat(desk.revoke(app.clientId())).isEqualTo(new AdministrationOutcome.NothingToDo());
        assertThat(gateway.server.upkeep().ended()).isEqualTo(2);
        clients.assertAlive(one);
    }

    @Test
    void aReadmittedClientCanBeConnectedAnew() {
        ClientInformation app = described();
        assertThat(desk.revoke(app.clientId())).isEqualTo(new AdministrationOutcome.Done());

        assertThat(desk.readmit(app.clientId())).isEqualTo(new AdministrationOutcome.Done());

        clients.assertAlive(connect(app));
        assertThat(state()).contains(ClientSummary.State.DESCRIBED);
        assertThat(desk.readmit(app.clientId())).isEqualTo(new AdministrationOutcome.NothingToDo());
        assertThat(desk.readmit(clients.client.clientId()))
                .isEqualTo(new AdministrationOutcome.Unknown());
    }

    @Test
    void whatIsNoClientsUrlIsNotBlocked() {
        assertThat(desk.revoke(new ClientId("https://no document")))
                .isEqualTo(new AdministrationOutcome.Unknown());
        assertThat(gateway.ids(Store.Kind.CLIENT)).hasSize(1);
    }

    private Optional<ClientSummary.State> state() {
        return desk.clients(search(DOCUMENT)).items().stream()
                .map(ClientSummary::state)
                .reduce((_, _) -> {
                    throw new AssertionError("listed twice");
                });
    }

    private KeyedClients.Connected connect(ClientInformation app) {
        var tokens = gateway.signIn(app);
        var check = (BearerCheck.Allowed) gateway.check(tokens.accessToken());
        return new KeyedClients.Connected(tokens, check.access());
    }
}
