package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LinkedIdentity;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Identities in place of keys on the account page. */
class LinkedIdentityTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final Secret NEXT = Secret.of("jean_sk_the_next_key");
    private static final Secret OTHERS = Secret.of("other_sk_a_key_of_another_server");
    private static final Identity SOMEBODY = FakeIdentities.SOMEBODY;
    private static final Identity ELSE = new Identity(SOMEBODY.issuer(), "999", SOMEBODY.label());

    private final KeyedClients clients =
            new KeyedClients(
                    new InMemoryServer(
                            Installation.Setup.NORMAL.beside(
                                    Installation.connector(
                                            "other", "other_sk_", UserIdTrust.CLAIMED))));
    private final InMemoryServer gateway = clients.gateway;
    private final AccountVisitor visitor = new AccountVisitor(gateway.server.accountAccess());
    private final IdentifiedPerson person = new IdentifiedPerson(gateway);

    /** No account says any more that an identity serves in place of its key. */
    private boolean noCopyIsKept() {
        return gateway.ids(Store.Kind.ACCOUNT).stream()
                .allMatch(id -> gateway.accounts().find(id).orElseThrow().value().copy() == null);
    }

    @Test
    void anIdentityThatIsLinkedOpensWhatTheKeyOpens() {
        KeyedClients.Connected one = clients.connect(KEY);
        AccountView linked =
                visitor.view(person.session(person.link(SOMEBODY, Secret.of(" " + KEY.reveal()))));

        AccountView later = visitor.view(person.session(person.finish()));

        assertThat(later.clients())
                .singleElement()
                .matches(client -> client.grant().equals(one.access().grant()));
        assertThat(later.authority()).isTrue();
        assertThat(linked.identities())
                .singleElement()
                .isEqualTo(
                        new LinkedIdentity(
                                later.identities().getFirst().id(),
                                SOMEBODY,
                                gateway.resources.defaultConnector(),
                                "jean_sk_…" + tail(KEY),
                                MovedClock.START));
    }

    private static String tail(Secret key) {
        String text = key.reveal();
        return text.length() - "jean_sk_".length() < 16 ? "" : text.substring(text.length() - 4);
    }

    @Test
    void whomNobodyLinkedIsAskedForAKeyAndNothingIsOpenedMeanwhile() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);

        IdentityOutcome outcome = person.finishAs(ELSE);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IdentityOutcome.Link.class,
                        link -> {
                            assertThat(link.prompt().identity()).isEqualTo(ELSE);
                            assertThat(link.refused()).isNull();
                        });
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);

        IdentityOutcome outcome =
                person.finishAs(new Identity("https://else.example.com", SOMEBODY.subject(), "x"));

        assertThat(outcome).isInstanceOf(IdentityOutcome.Link.class);
    }

    @Test
    void aNewLabelIsTheSamePerson() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);

        IdentityOutcome outcome =
                person.finishAs(new Identity(SOMEBODY.issuer(), SOMEBODY.subject(), "renamed"));

        assertThat(outcome).isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void aKeyThatNothingIsConnectedWithIsSentNowhereAndNotKept() {
        clients.connect(KEY);
        gateway.verifier.questions.clear();

        IdentityOutcome outcome = person.link(SOMEBODY, NEXT);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IdentityOutcome.Link.class,
                        link ->
                                assertThat(link.refused())
                                        .isEqualTo(new AccountSignIn.NothingConnected()));
        assertThat(gateway.verifier.questions).isEmpty();
        assertThat(noCopyIsKept()).isTrue();
    }

    @Test
    void aDeadKeyIsNotLinked() {
        clients.connect(KEY);
        gateway.verifier.answer = new KeyCheck.Rejected();

        IdentityOutcome outcome = person.link(SOMEBODY, KEY);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IdentityOutcome.Link.class,
                        link ->
                                assertThat(link.refused())
                                        .isEqualTo(new AccountSignIn.Refused(KeyProblem.REJECTED)));
        assertThat(noCopyIsKept()).isTrue();
    }

    @Test
    void unlinkingErasesTheCopyAndEndsTheSessionsOfTheIdentity() {
        clients.connect(KEY);
        Secret session = person.session(person.link(SOMEBODY, KEY));
        Secret other = person.session(person.finish());
        String id = visitor.view(session).identities().getFirst().id();

        AccountOutcome outcome = visitor.take(session, new AccountStep.Unlink(id));

        assertThat(outcome).isEqualTo(new AccountOutcome.Done());
        assertThat(noCopyIsKept()).isTrue();
        assertThat(visitor.over(session)).isTrue();
        assertThat(visitor.over(other)).isTrue();
        assertThat(person.finish()).isInstanceOf(IdentityOutcome.Link.class);
        assertThat(visitor.view(visitor.signIn(KEY)).identities()).isEmpty();
    }

    @Test
    void ofTwoIdentitiesTheOtherGoesOn() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);
        Secret session = person.session(person.link(ELSE, KEY));
        String id =
                visitor.view(session).identities().stream()
                        .filter(linked -> linked.identity().isSameAs(SOMEBODY))
                        .findFirst()
                        .orElseThrow()
                        .id();

        visitor.take(session, new AccountStep.Unlink(id));

        assertThat(visitor.view(session).identities())
                .extracting(LinkedIdentity::identity)
                .containsExactly(ELSE);
        assertThat(person.finishAs(SOMEBODY)).isInstanceOf(IdentityOutcome.Link.class);
        assertThat(person.finishAs(ELSE)).isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void whoIsNoneOfTheirsIsNotUnlinked() {
        clients.connect(KEY);
        Secret session = person.session(person.link(SOMEBODY, KEY));

        visitor.take(session, new AccountStep.Unlink("somebody-else"));

        assertThat(visitor.view(session).identities()).hasSize(1);
    }

    @Test
    void whatLinksOrUnlinksNothingIsNotLogged() {
        Account account = clients.account(clients.connect(KEY));
        LinkedKeys links = gateway.linkedKeys();
        try (LogLines log = new LogLines()) {
            links.unlink(account, ELSE, MovedClock.START);
            links.link(account, KEY, SOMEBODY, MovedClock.START);
            links.unlink(account, ELSE, MovedClock.START);
            gateway.removeAccount();
            links.link(account, KEY, SOMEBODY, MovedClock.START);

            assertThat(log.of("identity.linked"))
                    .containsExactly("identity.linked account=" + account.id());
            assertThat(log.of("identity.unlinked")).isEmpty();
        }
    }

    @Test
    void ofManyIdentitiesTheLatestAreKept() {
        clients.connect(KEY);
        for (int i = 0; i <= LinkedKey.MOST; i++) {
            person.link(new Identity(SOMEBODY.issuer(), "s" + i, "s" + i), KEY);
        }

        assertThat(person.finishAs(new Identity(SOMEBODY.issuer(), "s0", "s0")))
                .isInstanceOf(IdentityOutcome.Link.class);
        assertThat(person.finishAs(new Identity(SOMEBODY.issuer(), "s1", "s1")))
                .isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void theCopyFollowsTheKey() {
        KeyedClients.Connected one = clients.connect(KEY);
        Secret session = person.session(person.link(SOMEBODY, KEY));

        AccountOutcome outcome = visitor.take(session, new AccountStep.ReplaceKey(NEXT, null));

        assertThat(outcome).isInstanceOf(AccountOutcome.KeyReplaced.class);
        Secret next = ((AccountOutcome.KeyReplaced) outcome).session();
        assertThat(visitor.view(next).identities()).hasSize(1);
        assertThat(clients.again(one).access().apiKey()).isEqualTo(NEXT);
        assertThat(gateway.linkedKeys().of(SOMEBODY))
                .singleElement()
                .matches(found -> found.key().apiKey().equals(NEXT));
        assertThat(person.finish()).isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void anIdentityReplacesTheDeadKeyThatItIsLinkedWith() {
        KeyedClients.Connected one = clients.connect(KEY);
        person.link(SOMEBODY, KEY);
        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.report(one);
        clients.assertDead(one);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;

        Secret session = person.session(person.finish());
        AccountView view = visitor.view(session);
        AccountOutcome outcome = visitor.take(session, new AccountStep.ReplaceKey(NEXT, null));

        assertThat(view.deadSince()).isEqualTo(MovedClock.START);
        assertThat(view.authority()).isTrue();
        assertThat(outcome).isInstanceOf(AccountOutcome.KeyReplaced.class);
        clients.assertAlive(one);
    }

    @Test
    void ofKeysOfTwoServersOneIsChosenToBeReplaced() {
        KeyedClients.Connected one = clients.connect(KEY);
        KeyedClients.Connected other = clients.connect(OTHERS, other());
        person.link(SOMEBODY, KEY);
        Secret session = person.session(person.link(SOMEBODY, OTHERS));
        AccountView view = visitor.view(session);
        String chosen =
                view.keys().stream()
                        .filter(key -> key.connector().id().value().equals("jean"))
                        .findFirst()
                        .orElseThrow()
                        .id();

        assertThat(view.clients()).hasSize(2);
        assertThat(visitor.take(session, new AccountStep.ReplaceKey(NEXT, null)))
                .isInstanceOfSatisfying(
                        AccountOutcome.KeyRefused.class,
                        refused ->
                                assertThat(refused.problem()).isEqualTo(KeyProblem.NO_CONNECTOR));
        assertThat(visitor.take(session, new AccountStep.ReplaceKey(NEXT, chosen)))
                .isInstanceOf(AccountOutcome.KeyReplaced.class);
        assertThat(clients.again(one).access().apiKey()).isEqualTo(NEXT);
        assertThat(clients.again(other).access().apiKey()).isEqualTo(OTHERS);
    }

    private ProtectedResource other() {
        return gateway.resources.shared(gateway.resources.connector("other").orElseThrow());
    }

    @Test
    void deletingEverythingDeletesTheCopyAndForgetsTheIdentity() {
        clients.connect(KEY);
        Secret session = person.session(person.link(SOMEBODY, KEY));

        visitor.take(session, new AccountStep.Delete());

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).isEmpty();
        assertThat(person.finish()).isInstanceOf(IdentityOutcome.Link.class);
        clients.connect(KEY);
        assertThat(person.finish()).isInstanceOf(IdentityOutcome.Link.class);
    }

    @Test
    void disconnectingAllEndsTheSessionButNotTheLink() {
        clients.connect(KEY);
        Secret session = person.session(person.link(SOMEBODY, KEY));

        visitor.take(session, new AccountStep.DisconnectAll());

        assertThat(visitor.over(session)).isTrue();
        assertThat(visitor.view(person.session(person.finish())).clients()).isEmpty();
    }

    @Test
    void nothingOfTheIdentityOrTheKeyIsLegibleInTheStore() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);

        String account =
                gateway.store
                        .find(
                                new Store.Key(
                                        Store.Kind.ACCOUNT,
                                        gateway.ids(Store.Kind.ACCOUNT).getFirst()))
                        .orElseThrow()
                        .value();

        assertThat(account)
                .contains("\"copy\":")
                .doesNotContain(SOMEBODY.subject(), SOMEBODY.label(), "example", KEY.reveal());
    }

    @Test
    void withANewOperatorsSecretTheIdentityGoesOnAndTheCopyIsSealedAnew() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);
        MasterSecret next = MasterSecret.draw(gateway.random);
        try (var both = gateway.anotherNode(next.replacing(List.of(gateway.secret)))) {
            assertThat(opened(both)).isTrue();
            both.upkeep();
        }
        try (var alone = gateway.anotherNode(next)) {
            assertThat(opened(alone)).isTrue();
        }
    }

    @Test
    void withoutTheSecretOfTheCopyTheIdentityOpensNothing() {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);
        try (var other = gateway.anotherNode(MasterSecret.draw(gateway.random))) {
            assertThat(opened(other)).isFalse();
        }
    }

    private static boolean opened(DefaultAuthorizationServer node) {
        IdentityStart.To start = (IdentityStart.To) node.identityLogin().begin(null, "en", false);
        return node.identityLogin()
                        .finish(FakeIdentities.back(start.url()), start.browser())
                        .outcome()
                instanceof IdentityOutcome.Opened;
    }
}
