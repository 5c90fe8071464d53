package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What of the events goes into the audit log. */
class AuditedEventsTest {
    private static final Event ENDED =
            new Event.GrantEnded(new GrantId("one"), Event.EndedBy.PERSON);

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final AuditTrail log =
            new AuditTrail(gateway.store, gateway.clock, new SeededRandom(3));
    private final AuditedEvents audited = new AuditedEvents(log);

    private List<String> written() {
        gateway.events.forEach(audited::note);
        audited.flush();
        return log.read(0, 50).entries().reversed().stream()
                .map(entry -> entry.deed().who() + " " + entry.deed().what())
                .toList();
    }

    @Test
    void consentAndTheftAreWritten() {
        var one = clients.connect(InMemoryServer.API_KEY);
        gateway.clock.forward(Duration.ofMinutes(2));
        gateway.token(gateway.refresh(clients.client, one.tokens().refreshToken()));
        gateway.clock.forward(Duration.ofMinutes(2));
        InMemoryServer.refused(
                gateway.token(gateway.refresh(clients.client, one.tokens().refreshToken())),
                OAuthError.INVALID_GRANT);

        assertThat(written()).containsExactly("person grant.give", "server grant.revoke");
        AuditLog.Deed given = log.read(0, 50).entries().getLast().deed();
        assertThat(given.subject()).isEqualTo(one.access().grant().value());
        assertThat(given.detail())
                .contains("client=" + clients.client.clientId())
                .doesNotContain(InMemoryServer.API_KEY.reveal());
    }

    @Test
    @DisplayName("SEC-10: a step to a wider scope is seen, in the log and in the audit log")
    void aWiderScopeIsSeen() {
        Form reading = gateway.authorization(clients.client).with("scope", "mcp:read");
        try (var logged = new LogLines()) {
            gateway.code(reading);
            gateway.code(reading.with("scope", "mcp offline_access"));

            assertThat(logged.of("code.issued"))
                    .extracting(line -> line.replaceAll(".* scope=", ""))
                    .containsExactly("mcp:read", "mcp offline_access");
        }

        assertThat(written()).containsExactly("person grant.give", "person grant.give");
        assertThat(log.read(0, 50).entries().reversed())
                .extracting(entry -> entry.deed().detail().replaceAll(".* scope=", ""))
                .containsExactly("mcp:read", "mcp offline_access");
    }

    @Test
    @DisplayName("SEC-10: the audit log of a gateway that told no scope is read, and goes on")
    void recordsWithoutAScopeStayInTheChain() {
        log.append(
                new AuditLog.Deed(
                        "person", "grant.give", "one", "client=app account=ann connector=jean"));
        clients.connect(InMemoryServer.API_KEY);

        assertThat(written()).containsExactly("person grant.give", "person grant.give");
        assertThat(log.read(0, 50).entries().getLast().deed().detail()).endsWith("connector=jean");
        assertThat(log.verify())
                .isEqualTo(
                        new AuditLog.Verdict.Whole(
                                1, 2, log.read(0, 1).entries().getFirst().digest()));
    }

    @Test
    void whatStrangersCanDoIsNotWritten() {
        audited.note(new Event.ClientRegistered(new ClientId("client"), List.of()));
        audited.note(new Event.PageExpired());
        audited.note(new Event.GrantEnded(new GrantId("one"), Event.EndedBy.OPERATOR));

        assertThat(written()).isEmpty();
    }

    @Test
    void whatPeopleChooseOnTheAccountPageIsWritten() {
        var one = clients.connect(InMemoryServer.API_KEY);
        var visitor = new AccountVisitor(gateway.server.accountAccess());
        Secret session = visitor.signIn(InMemoryServer.API_KEY);
        GrantId grant = one.access().grant();

        visitor.take(
                session,
                new AccountStep.ChooseTools(grant, new ToolPolicy.Named(Set.of("one"), false)));
        visitor.take(session, new AccountStep.Delete());

        assertThat(written())
                .containsExactly(
                        "person grant.give",
                        "person tools.choose",
                        "person grant.revoke",
                        "person account.delete");
        AuditLog.Deed chosen = log.read(3, 1).entries().getFirst().deed();
        assertThat(chosen.subject()).isEqualTo(grant.value());
        assertThat(chosen.detail()).isEqualTo("tools=1");
    }

    @Test
    void whoChoosesToolsAtConsentIsWrittenToo() {
        var ask = gateway.ask(gateway.authorization(clients.client));
        var review = InMemoryServer.review(gateway.type(ask, InMemoryServer.API_KEY, null));
        gateway.consent(
                new ConsentStep.Allow(
                        review.prompt().transaction(), ask.browser(), new ToolPolicy.ReadOnly()));

        assertThat(written()).containsExactly("person grant.give", "person tools.choose");
        assertThat(log.read(0, 1).entries().getFirst().deed().detail())
                .isEqualTo("tools=read-only");
    }

    @Test
    void identitiesThatAreLinkedAndUnlinkedAreWritten() {
        clients.connect(InMemoryServer.API_KEY);
        var visitor = new AccountVisitor(gateway.server.accountAccess());
        var person = new IdentifiedPerson(gateway);
        Secret session =
                person.session(person.link(FakeIdentities.SOMEBODY, InMemoryServer.API_KEY));
        String identity = visitor.view(session).identities().getFirst().id();

        visitor.take(session, new AccountStep.Unlink(identity));

        assertThat(written())
                .containsExactly(
                        "person grant.give", "person identity.link", "person identity.unlink");
    }

    @Test
    void keysThatDieAndLiveAgainAreWritten() {
        audited.note(new Event.KeyDied(new ConnectorId("jean"), new GrantId("one"), 2));
        audited.note(new Event.KeyRevived(new ConnectorId("jean"), 2));

        assertThat(written()).containsExactly("server key.mark-dead", "server key.mark-alive");
    }

    @Test
    void whatTheStoreDidNotTakeWaits() {
        audited.note(ENDED);
        gateway.store.away = true;
        assertThatThrownBy(audited::flush).isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;

        assertThat(written()).containsExactly("person grant.revoke");
    }

    @Test
    void ofTooManyThatWaitTheLogSaysWhichAreLost() {
        try (var logged = new LogLines()) {
            for (int number = 0; number <= AuditedEvents.MOST; number++) {
                audited.note(ENDED);
            }
            assertThat(logged.of("audit.lost"))
                    .containsExactly("audit.lost who=person what=grant.revoke subject=one");
        }
    }
}
