package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityUse;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consent by an identity in place of a key. */
class LinkedIdentityConsentTest {
    private static final Secret KEY = Secret.of("jean_sk_0123456789abcdefghij");
    private static final Secret NEXT = Secret.of("jean_sk_next56789abcdefghij");
    private static final Identity SOMEBODY = FakeIdentities.SOMEBODY;

    private final Installation.Setup setup =
            Installation.Setup.NORMAL.beside(
                    Installation.connector("other", "other_sk_", UserIdTrust.CLAIMED));
    private InMemoryServer gateway = new InMemoryServer(setup);
    private ClientInformation client = gateway.publicClient();

    private AuthorizationOutcome.Ask ask() {
        return gateway.ask(gateway.authorization(client));
    }

    private Secret sent(AuthorizationOutcome.Ask ask) {
        ConsentOutcome outcome = identify(ask, null, null);
        assertThat(outcome).isInstanceOf(ConsentOutcome.ToProvider.class);
        return ((ConsentOutcome.ToProvider) outcome).url();
    }

    private ConsentOutcome identify(AuthorizationOutcome.Ask ask, String connector, String user) {
        return gateway.consent(
                new ConsentStep.Identify(
                        ask.prompt().transaction(), ask.browser(), connector, user, "de"));
    }

    private ConsentOutcome back(AuthorizationOutcome.Ask ask, Secret url) {
        IdentityReturn back =
                gateway.server.identityLogin().finish(FakeIdentities.back(url), ask.browser());
        assertThat(back.language()).isEqualTo("de");
        assertThat(back.outcome()).isInstanceOf(IdentityOutcome.Consent.class);
        return ((IdentityOutcome.Consent) back.outcome()).outcome();
    }

    private ConsentOutcome identified(AuthorizationOutcome.Ask ask) {
        return back(ask, sent(ask));
    }

    private static KeyPrompt again(ConsentOutcome outcome, KeyProblem problem) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ConsentOutcome.AskAgain.class,
                        again -> assertThat(again.problem()).isEqualTo(problem));
        return ((ConsentOutcome.AskAgain) outcome).prompt();
    }

    private static ReviewPrompt review(ConsentOutcome outcome) {
        return InMemoryServer.review(outcome).prompt();
    }

    private ConsentOutcome type(KeyPrompt prompt, AuthorizationOutcome.Ask ask, Secret key) {
        return gateway.consent(
                new ConsentStep.Continue(prompt.transaction(), ask.browser(), key, null));
    }

    private String allow(ReviewPrompt prompt, AuthorizationOutcome.Ask ask, boolean link) {
        ConsentOutcome outcome =
                gateway.consent(
                        new ConsentStep.Allow(
                                prompt.transaction(),
                                ask.browser(),
                                new ToolPolicy.Everything(),
                                false,
                                link));
        return InMemoryServer.query(InMemoryServer.redirect(outcome)).value("code");
    }

    /** Signs in with the identity, types a key and links it. */
    private void link(Secret key) {
        AuthorizationOutcome.Ask ask = ask();
        KeyPrompt prompt = again(identified(ask), KeyProblem.IDENTITY_NOT_LINKED);
        allow(review(type(prompt, ask, key)), ask, true);
    }

    @Test
    void onceAKeyIsLinkedTheNextClientNeedsNone() {
        link(KEY);
        AuthorizationOutcome.Ask ask = ask();

        ReviewPrompt review = review(identified(ask));
        TokenResponse tokens =
                InMemoryServer.issued(
                        gateway.token(gateway.exchange(client, allow(review, ask, false))));

        assertThat(review.identity()).isEqualTo(new IdentityUse(SOMEBODY, "jean_sk_…ghij"));
        assertThat(gateway.check(tokens.accessToken(), gateway.resources.shared()))
                .isInstanceOfSatisfying(
                        BearerCheck.Allowed.class,
                        allowed -> assertThat(allowed.access().apiKey()).isEqualTo(KEY));
    }

    @Test
    void theLinkedKeyIsCheckedAsATypedOneIs() {
        link(KEY);
        gateway.verifier.questions.clear();

        identified(ask());

        assertThat(gateway.verifier.questions)
                .containsExactly(new FakeVerifier.Question(KEY, null));
    }

    @Test
    void nothingIsAllowedByTheSignInAloneEvenWhereConsentIsOneStep() {
        gateway = new InMemoryServer(setup.unreviewed());
        client = gateway.publicClient();
        gateway.allow(gateway.authorization(client), KEY, null);
        Account account = gateway.accounts().find(onlyAccount()).orElseThrow().value();
        gateway.linkedKeys().link(account, KEY, SOMEBODY, gateway.clock.instant());

        assertThat(identified(ask())).isInstanceOf(ConsentOutcome.Review.class);
    }

    private String onlyAccount() {
        return gateway.ids(Store.Kind.ACCOUNT).getFirst();
    }

    @Test
    void whoLinksNothingIsAskedForTheKeyNextTimeToo() {
        AuthorizationOutcome.Ask ask = ask();
        KeyPrompt prompt = again(identified(ask), KeyProblem.IDENTITY_NOT_LINKED);
        ReviewPrompt review = review(type(prompt, ask, KEY));
        allow(review, ask, false);

        assertThat(prompt.identity()).isEqualTo(SOMEBODY);
        assertThat(review.identity()).isEqualTo(new IdentityUse(SOMEBODY, null));
        again(identified(ask()), KeyProblem.IDENTITY_NOT_LINKED);
    }

    @Test
    void whoDidNotSignInLinksNothing() {
        AuthorizationOutcome.Ask ask = ask();
        ReviewPrompt review = review(gateway.type(ask, KEY, null));
        allow(review, ask, true);

        assertThat(review.identity()).isNull();
        again(identified(ask()), KeyProblem.IDENTITY_NOT_LINKED);
    }

    @Test
    void aKeyOfAnotherServerIsNotUsed() {
        link(KEY);
        ProtectedResource other =
                gateway.resources.shared(gateway.resources.connector("other").orElseThrow());
        AuthorizationOutcome.Ask ask =
                gateway.ask(gateway.authorization(client).with("resource", other.uri()));

        again(identified(ask), KeyProblem.IDENTITY_NOT_LINKED);
    }

    @Test
    void ofTwoLinkedKeysThatOfTheUrlsUserIsUsedElseTheLatest() {
        link(KEY);
        gateway.clock.forward(Duration.ofSeconds(1));
        AuthorizationOutcome.Ask jane =
                gateway.ask(
                        gateway.authorization(client)
                                .with("resource", gateway.personal("jane").uri()));
        gateway.linkedKeys()
                .unlink(
                        gateway.accounts().find(onlyAccount()).orElseThrow().value(),
                        SOMEBODY,
                        gateway.clock.instant());
        KeyPrompt prompt = again(identified(jane), KeyProblem.IDENTITY_NOT_LINKED);
        allow(review(type(prompt, jane, NEXT)), jane, true);
        gateway.clock.forward(Duration.ofSeconds(1));
        gateway.linkedKeys()
                .link(
                        gateway.accounts().find(onlyAccount()).orElseThrow().value(),
                        KEY,
                        SOMEBODY,
                        gateway.clock.instant());

        AuthorizationOutcome.Ask again =
                gateway.ask(
                        gateway.authorization(client)
                                .with("resource", gateway.personal("jane").uri()));
        gateway.verifier.questions.clear();
        identified(again);
        identified(ask());

        assertThat(gateway.verifier.questions)
                .extracting(FakeVerifier.Question::apiKey)
                .containsExactly(NEXT, KEY);
    }

    @Test
    void aKeyThatWorksIsPreferredToALaterOneThatDied() {
        link(KEY);
        gateway.clock.forward(Duration.ofSeconds(1));
        String first = onlyAccount();
        gateway.allow(gateway.authorization(client), NEXT, null);
        String next =
                gateway.ids(Store.Kind.ACCOUNT).stream()
                        .filter(id -> !id.equals(first))
                        .findFirst()
                        .orElseThrow();
        Account account = gateway.accounts().find(next).orElseThrow().value();
        gateway.linkedKeys().link(account, NEXT, SOMEBODY, gateway.clock.instant());
        gateway.accounts()
                .update(
                        next,
                        found ->
                                new Repository.Decision.Amend<>(
                                        found.dead(gateway.clock.instant()), true));
        gateway.verifier.questions.clear();

        identified(ask());

        assertThat(gateway.verifier.questions)
                .containsExactly(new FakeVerifier.Question(KEY, null));
    }

    @Test
    void aLinkedKeyThatTheServerRefusesIsSaidAndAnotherCanBeTypedAndLinked() {
        link(KEY);
        gateway.verifier.answer = new KeyCheck.Rejected();
        AuthorizationOutcome.Ask ask = ask();
        KeyPrompt prompt = again(identified(ask), KeyProblem.IDENTITY_KEY_REJECTED);
        again(type(prompt, ask, NEXT), KeyProblem.REJECTED);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        gateway.clock.forward(Duration.ofSeconds(1));

        ReviewPrompt review = review(type(prompt, ask, NEXT));
        allow(review, ask, true);

        assertThat(review.identity()).isEqualTo(new IdentityUse(SOMEBODY, null));
        assertThat(review(identified(ask())).identity().key()).isEqualTo("jean_sk_…ghij");
    }

    @Test
    void aServerThatIsAwayIsSaidOfALinkedKeyToo() {
        link(KEY);
        gateway.verifier.answer = new KeyCheck.Unavailable("away");

        again(identified(ask()), KeyProblem.UNAVAILABLE);
    }

    static List<KeyProblem> refusals() {
        return IdentityWayTest.refusals();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whoIsNotSignedInThereIsAskedForTheKeyHere(KeyProblem problem) {
        link(KEY);
        gateway.identities.answer = IdentityWayTest.answer(problem);
        AuthorizationOutcome.Ask ask = ask();

        KeyPrompt prompt = again(identified(ask), problem);

        assertThat(prompt.identity()).isNull();
        assertThat(type(prompt, ask, KEY)).isInstanceOf(ConsentOutcome.Review.class);
    }

    @Test
    void aProviderThatIsAwayIsSaidAtOnce() {
        gateway.identities.away = true;

        again(identify(ask(), null, null), KeyProblem.IDENTITY_UNAVAILABLE);
    }

    @Test
    void whereTheRequestNamesNoServerItIsChosenBefore() {
        link(KEY);
        AuthorizationOutcome.Ask ask =
                gateway.ask(gateway.authorization(client).without("resource"));
        again(identify(ask, null, null), KeyProblem.NO_CONNECTOR);
        again(identify(ask, "jean", "no/user"), KeyProblem.MALFORMED_USER_ID);

        ConsentOutcome outcome = identify(ask, "jean", "");

        ReviewPrompt review = review(back(ask, ((ConsentOutcome.ToProvider) outcome).url()));
        assertThat(review.subject().resource()).isEqualTo(gateway.resources.shared());
    }

    @Test
    void aPageThatIsOverSendsNobodyToTheProvider() {
        AuthorizationOutcome.Ask ask = ask();
        gateway.clock.forward(RequestValidation.PAGE_LIFE);

        assertThat(identify(ask, null, null)).isEqualTo(new ConsentOutcome.Expired());
    }

    @Test
    void whoComesBackHasThePageAnew() {
        link(KEY);
        AuthorizationOutcome.Ask ask = ask();
        gateway.clock.forward(RequestValidation.PAGE_LIFE.minusSeconds(1));
        Secret url = sent(ask);
        gateway.clock.forward(ProviderLogin.LIFE.minusSeconds(1));

        ReviewPrompt review = review(back(ask, url));

        assertThat(allow(review, ask, false)).isNotNull();
    }

    @Test
    void anotherBrowserDoesNotGoOnWithIt() {
        link(KEY);
        Secret url = sent(ask());

        assertThat(
                        gateway.server
                                .identityLogin()
                                .finish(FakeIdentities.back(url), ask().browser())
                                .outcome())
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aRequestTooLongForAUrlIsNotOfferedTheWay() {
        AuthorizationOutcome.Ask usual = ask();
        AuthorizationOutcome.Ask tooLong =
                gateway.ask(gateway.authorization(client).with("state", "s".repeat(4000)));

        assertThat(usual.prompt().provider()).isEqualTo("Example ID");
        assertThat(tooLong.prompt().provider()).isNull();
    }
}
