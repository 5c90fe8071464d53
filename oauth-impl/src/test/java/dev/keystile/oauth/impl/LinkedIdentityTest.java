package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.LinkedIdentity;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    private final IdentityLogin logins = gateway.server.identityLogin();

    private IdentityStart.To begin() {
        return begin(false);
    }

    private IdentityStart.To begin(boolean toLink) {
        IdentityStart start = logins.begin(null, "de", toLink);
        assertThat(start).isInstanceOf(IdentityStart.To.class);
        return (IdentityStart.To) start;
    }

    private IdentityOutcome finish() {
        IdentityStart.To start = begin();
        IdentityReturn back = logins.finish(FakeIdentities.back(start.url()), start.browser());
        assertThat(back.language()).isEqualTo("de");
        return back.outcome();
    }

    private IdentityOutcome finishAs(Identity identity) {
        gateway.identities.answer = new LoginAnswer.Identified(identity);
        return finish();
    }

    /** Signs in with an identity and links it with a key. */
    private IdentityOutcome link(Identity identity, Secret key) {
        gateway.identities.answer = new LoginAnswer.Identified(identity);
        IdentityStart.To start = begin(true);
        IdentityOutcome asked =
                logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome();
        return logins.link(prompt(asked).proof(), start.browser(), key);
    }

    private static LinkPrompt prompt(IdentityOutcome outcome) {
        assertThat(outcome).isInstanceOf(IdentityOutcome.Link.class);
        return ((IdentityOutcome.Link) outcome).prompt();
    }

    private static Secret session(IdentityOutcome outcome) {
        assertThat(outcome).isInstanceOf(IdentityOutcome.Opened.class);
        return ((IdentityOutcome.Opened) outcome).session();
    }

    private AccountView view(Secret session) {
        AccountOutcome outcome = gateway.server.accountAccess().view(session);
        assertThat(outcome).isInstanceOf(AccountOutcome.Shown.class);
        return ((AccountOutcome.Shown) outcome).view();
    }

    private AccountOutcome take(Secret session, AccountStep step) {
        return gateway.server.accountAccess().take(session, view(session).page(), step);
    }

    private Secret signIn(Secret key) {
        return ((AccountSignIn.Opened) gateway.server.accountAccess().signIn(key)).session();
    }

    private boolean over(Secret session) {
        return gateway.server.accountAccess().view(session) instanceof AccountOutcome.NoSession;
    }

    /** No account says any more that an identity serves in place of its key. */
    private boolean noCopyIsKept() {
        return gateway.ids(Store.Kind.ACCOUNT).stream()
                .allMatch(id -> gateway.accounts().find(id).orElseThrow().value().copy() == null);
    }

    @Test
    void anIdentityThatIsLinkedOpensWhatTheKeyOpens() {
        KeyedClients.Connected one = clients.connect(KEY);
        AccountView linked = view(session(link(SOMEBODY, Secret.of(" " + KEY.reveal()))));

        AccountView later = view(session(finish()));

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
        link(SOMEBODY, KEY);

        IdentityOutcome outcome = finishAs(ELSE);

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
        link(SOMEBODY, KEY);

        IdentityOutcome outcome =
                finishAs(new Identity("https://else.example.com", SOMEBODY.subject(), "x"));

        assertThat(outcome).isInstanceOf(IdentityOutcome.Link.class);
    }

    @Test
    void aNewLabelIsTheSamePerson() {
        clients.connect(KEY);
        link(SOMEBODY, KEY);

        IdentityOutcome outcome =
                finishAs(new Identity(SOMEBODY.issuer(), SOMEBODY.subject(), "renamed"));

        assertThat(outcome).isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void aKeyThatNothingIsConnectedWithIsSentNowhereAndNotKept() {
        clients.connect(KEY);
        gateway.verifier.questions.clear();

        IdentityOutcome outcome = link(SOMEBODY, NEXT);

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

        IdentityOutcome outcome = link(SOMEBODY, KEY);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IdentityOutcome.Link.class,
                        link ->
                                assertThat(link.refused())
                                        .isEqualTo(new AccountSignIn.Refused(KeyProblem.REJECTED)));
        assertThat(noCopyIsKept()).isTrue();
    }

    @Test
    void theProofOfWhoSomebodyIsEndsAfterFiveMinutes() {
        clients.connect(KEY);
        IdentityStart.To start = begin();
        LinkPrompt prompt =
                prompt(logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome());
        gateway.clock.forward(ProviderLogin.PROOF_LIFE.minusMillis(1));
        assertThat(logins.link(prompt.proof(), start.browser(), KEY))
                .isInstanceOf(IdentityOutcome.Opened.class);

        gateway.clock.forward(Duration.ofMillis(1));

        assertThat(logins.link(prompt.proof(), start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void theProofIsForOneBrowser() {
        clients.connect(KEY);
        IdentityStart.To start = begin();
        LinkPrompt prompt =
                prompt(logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome());

        assertThat(logins.link(prompt.proof(), begin().browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.link(prompt.proof(), null, KEY)).isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.link(null, start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aStateIsNoProof() {
        clients.connect(KEY);
        IdentityStart.To start = begin();
        Secret state = FakeIdentities.back(start.url()).secret("state");

        assertThat(logins.link(state, start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aSignInOfAnotherBrowserEndsNowhere() {
        IdentityStart.To start = begin();
        Parameters answer = FakeIdentities.back(start.url());

        assertThat(logins.finish(answer, begin().browser()).outcome())
                .isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.finish(answer, null).outcome()).isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aSignInEndsAfterTenMinutes() {
        IdentityStart.To start = begin();
        gateway.clock.forward(ProviderLogin.LIFE);

        assertThat(logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome())
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aCookieThatWasNotDrawnHereIsReplaced() {
        IdentityStart start = logins.begin(Secret.of("guessed"), "en", false);

        assertThat(((IdentityStart.To) start).browser()).isNotEqualTo(Secret.of("guessed"));
    }

    static List<KeyProblem> refusals() {
        return List.of(
                KeyProblem.IDENTITY_DENIED,
                KeyProblem.IDENTITY_REFUSED,
                KeyProblem.IDENTITY_UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whoIsNotSignedInThereIsNotSignedInHere(KeyProblem problem) {
        clients.connect(KEY);
        link(SOMEBODY, KEY);
        gateway.identities.answer = answer(problem);

        assertThat(finish()).isEqualTo(new IdentityOutcome.Refused(problem));
    }

    static LoginAnswer answer(KeyProblem problem) {
        return switch (problem) {
            case IDENTITY_DENIED -> new LoginAnswer.Denied("access_denied");
            case IDENTITY_REFUSED -> new LoginAnswer.Refused("nonce");
            default -> new LoginAnswer.Unavailable("timeout");
        };
    }

    @Test
    void aProviderThatIsAwayIsSaid() {
        gateway.identities.away = true;

        assertThat(logins.begin(null, "en", false)).isEqualTo(new IdentityStart.Unavailable());
    }

    @Test
    void unlinkingErasesTheCopyAndEndsTheSessionsOfTheIdentity() {
        clients.connect(KEY);
        Secret session = session(link(SOMEBODY, KEY));
        Secret other = session(finish());
        String id = view(session).identities().getFirst().id();

        AccountOutcome outcome = take(session, new AccountStep.Unlink(id));

        assertThat(outcome).isEqualTo(new AccountOutcome.Done());
        assertThat(noCopyIsKept()).isTrue();
        assertThat(over(session)).isTrue();
        assertThat(over(other)).isTrue();
        assertThat(finish()).isInstanceOf(IdentityOutcome.Link.class);
        assertThat(view(signIn(KEY)).identities()).isEmpty();
    }

    @Test
    void ofTwoIdentitiesTheOtherGoesOn() {
        clients.connect(KEY);
        link(SOMEBODY, KEY);
        Secret session = session(link(ELSE, KEY));
        String id =
                view(session).identities().stream()
                        .filter(linked -> linked.identity().isSameAs(SOMEBODY))
                        .findFirst()
                        .orElseThrow()
                        .id();

        take(session, new AccountStep.Unlink(id));

        assertThat(view(session).identities())
                .extracting(LinkedIdentity::identity)
                .containsExactly(ELSE);
        assertThat(finishAs(SOMEBODY)).isInstanceOf(IdentityOutcome.Link.class);
        assertThat(finishAs(ELSE)).isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void whoIsNoneOfTheirsIsNotUnlinked() {
        clients.connect(KEY);
        Secret session = session(link(SOMEBODY, KEY));

        take(session, new AccountStep.Unlink("somebody-else"));

        assertThat(view(session).identities()).hasSize(1);
    }

    @Test
    void ofManyIdentitiesTheLatestAreKept() {
        clients.connect(KEY);
        for (int i = 0; i <= LinkedKey.MOST; i++) {
            link(new Identity(SOMEBODY.issuer(), "s" + i, "s" + i), KEY);
        }

        assertThat(finishAs(new Identity(SOMEBODY.issuer(), "s0", "s0")))
                .isInstanceOf(IdentityOutcome.Link.class);
        assertThat(finishAs(new Identity(SOMEBODY.issuer(), "s1", "s1")))
                .isInstanceOf(IdentityOutcome.Opened.class);
    }

    @Test
    void theCopyFollowsTheKey() {
        KeyedClients.Connected one = clients.connect(KEY);
        Secret session = session(link(SOMEBODY, KEY));

        AccountOutcome outcome = take(session, new AccountStep.ReplaceKey(NEXT, null));

        assertThat(outcome).isInstanceOf(AccountOutcome.KeyReplaced.class);
        Secret next = ((AccountOutcome.KeyReplaced) outcome).session();
        assertThat(view(next).identities()).hasSize(1);
        assertThat(clients.again(one).access().apiKey()).isEqualTo(NEXT);
        assertThat(linkedKeys().of(SOMEBODY))
                .singleElement()
                .matches(found -> found.key().apiKey().equals(NEXT));
        assertThat(finish()).isInstanceOf(IdentityOutcome.Opened.class);
    }

    private LinkedKeys linkedKeys() {
        return LinkedKeys.of(
                Repositories.of(gateway.store, gateway.clock),
                gateway.secret,
                Duration.ofDays(60),
                gateway.random);
    }

    @Test
    void anIdentityReplacesTheDeadKeyThatItIsLinkedWith() {
        KeyedClients.Connected one = clients.connect(KEY);
        link(SOMEBODY, KEY);
        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.report(one);
        clients.assertDead(one);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;

        Secret session = session(finish());
        AccountView view = view(session);
        AccountOutcome outcome = take(session, new AccountStep.ReplaceKey(NEXT, null));

        assertThat(view.deadSince()).isEqualTo(MovedClock.START);
        assertThat(view.authority()).isTrue();
        assertThat(outcome).isInstanceOf(AccountOutcome.KeyReplaced.class);
        clients.assertAlive(one);
    }

    @Test
    void ofKeysOfTwoServersOneIsChosenToBeReplaced() {
        KeyedClients.Connected one = clients.connect(KEY);
        KeyedClients.Connected other = clients.connect(OTHERS, other());
        link(SOMEBODY, KEY);
        Secret session = session(link(SOMEBODY, OTHERS));
        AccountView view = view(session);
        String chosen =
                view.keys().stream()
                        .filter(key -> key.connector().id().value().equals("jean"))
                        .findFirst()
                        .orElseThrow()
                        .id();

        assertThat(view.clients()).hasSize(2);
        assertThat(take(session, new AccountStep.ReplaceKey(NEXT, null)))
                .isInstanceOfSatisfying(
                        AccountOutcome.KeyRefused.class,
                        refused ->
                                assertThat(refused.problem()).isEqualTo(KeyProblem.NO_CONNECTOR));
        assertThat(take(session, new AccountStep.ReplaceKey(NEXT, chosen)))
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
        Secret session = session(link(SOMEBODY, KEY));

        take(session, new AccountStep.Delete());

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).isEmpty();
        assertThat(finish()).isInstanceOf(IdentityOutcome.Link.class);
        clients.connect(KEY);
        assertThat(finish()).isInstanceOf(IdentityOutcome.Link.class);
    }

    @Test
    void disconnectingAllEndsTheSessionButNotTheLink() {
        clients.connect(KEY);
        Secret session = session(link(SOMEBODY, KEY));

        take(session, new AccountStep.DisconnectAll());

        assertThat(over(session)).isTrue();
        assertThat(view(session(finish())).clients()).isEmpty();
    }

    @Test
    void nothingOfTheIdentityOrTheKeyIsLegibleInTheStore() {
        clients.connect(KEY);
        link(SOMEBODY, KEY);

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
        link(SOMEBODY, KEY);
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
        link(SOMEBODY, KEY);
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
