package dev.keystile.oauth.impl.rfc9700;

import static dev.keystile.oauth.impl.InMemoryServer.API_KEY;
import static dev.keystile.oauth.impl.InMemoryServer.STATE;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.FakeVerifier;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.TokenSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form form = gateway.authorization(client);
    private final AuthorizationOutcome.Ask ask = gateway.ask(form);
    private final Secret page = ask.prompt().transaction();

    @Test
    void anAcceptedKeyIsReviewedBeforeACodeIsIssued() {
        ConsentOutcome.Review review = review(gateway.type(ask));

        assertThat(review.prompt().serverName()).isEqualTo("Jean Memory");
        assertThat(review.prompt().keyChecked()).isTrue();
        assertThat(review.prompt().tools()).hasSize(1);
        assertThat(review.prompt().subject()).isEqualTo(ask.prompt().subject());
        assertThat(gateway.ids(Store.Kind.GRANT)).isEmpty();
    }

    @Test
    @DisplayName("AS-U-01: both pages say what scope is asked for")
    void theScopeIsPartOfWhatIsShown() {
        AuthorizationOutcome.Ask less = gateway.ask(form.with("scope", "mcp:read offline_access"));

        assertThat(less.prompt().subject().scope())
                .isEqualTo(Scope.parse("mcp:read offline_access"));
        assertThat(review(gateway.type(less)).prompt().subject())
                .isEqualTo(less.prompt().subject());
        assertThat(ask.prompt().subject().scope().covers(Scope.MCP)).isTrue();
    }

    @Test
    void allowingIssuesACodeAndStoresTheGrantFirst() {
        ConsentOutcome.Review review = review(gateway.type(ask));

        AuthorizationResponse response =
                redirect(allow(review.prompt().transaction(), ask.browser()));

        assertThat(query(response).value("code")).startsWith("jean_oauth_");
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
    }

    @Test
    @DisplayName("AS-U-08: white space around a pasted key is dropped")
    void aPastedKeyIsStripped() {
        gateway.type(ask, Secret.of(" " + API_KEY.reveal() + "\r\n"), null);

        assertThat(gateway.verifier.questions)
                .containsExactly(new FakeVerifier.Question(API_KEY, null));
    }

    // --- the sealed page

    @Test
    @DisplayName("AS-U-04: the page of another browser, or of none, is expired and checks no key")
    void thePageIsBoundToItsBrowser() {
        for (Secret browser : new Secret[] {null, Secret.of(""), Secret.of("other")}) {
            assertThat(gateway.consent(new ConsentStep.Continue(page, browser, API_KEY, null)))
                    .isInstanceOf(ConsentOutcome.Expired.class);
        }
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void theReviewPageIsBoundToItsBrowserToo() {
        ConsentOutcome.Review review = review(gateway.type(ask));

        assertThat(allow(review.prompt().transaction(), Secret.of("other")))
                .isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(allow(review.prompt().transaction(), null))
                .isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).isEmpty();
    }

    @Test
    void denyingNeedsThePageToo() {
        assertThat(gateway.consent(new ConsentStep.Deny(null, ask.browser())))
                .isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(gateway.consent(new ConsentStep.Deny(page, Secret.of("other"))))
                .isInstanceOf(ConsentOutcome.Expired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "=", "é", "\u0000", "{}", "\ud800"})
    void noiseIsExpired(String noise) {
        assertThat(typed(Secret.of(noise))).isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(typed(Secret.of(page.reveal() + noise)))
                .isInstanceOf(
                        noise.isEmpty()
                                ? ConsentOutcome.Review.class
                                : ConsentOutcome.Expired.class);
    }

    @Test
    void anAlteredPageIsExpired() {
        String text = page.reveal();
        for (int i = 0; i < text.length(); i += 7) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String altered = text.substring(0, i) + other + text.substring(i + 1);

            assertThat(typed(Secret.of(altered))).isInstanceOf(ConsentOutcome.Expired.class);
        }
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void thePageOfAnotherInstallationIsExpired() {
        InMemoryServer other = new InMemoryServer(2);
        Form form = other.authorization(other.publicClient());
        AuthorizationOutcome outcome = other.authorize(form, ask.browser());
        Secret foreign = ((AuthorizationOutcome.Ask) outcome).prompt().transaction();

        assertThat(typed(foreign)).isInstanceOf(ConsentOutcome.Expired.class);
    }

    @Test
    void theFirstPageIsGoodForTenMinutes() {
        gateway.clock.forward(Duration.ofMinutes(10).minusMillis(1));
        review(gateway.type(ask));

        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(gateway.type(ask)).isInstanceOf(ConsentOutcome.Expired.class);
    }

    @Test
    void theReviewPageIsGoodForFiveMinutes() {
        gateway.clock.forward(Duration.ofMinutes(9));
        Secret sealed = review(gateway.type(ask)).prompt().transaction();
        gateway.clock.forward(Duration.ofMinutes(5).minusMillis(1));
        redirect(allow(sealed, ask.browser()));

        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(allow(sealed, ask.browser())).isInstanceOf(ConsentOutcome.Expired.class);
    }

    @Test
    void allowingOnTheFirstPageIsNotPossible() {
        assertThat(allow(page, ask.browser())).isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).isEmpty();
    }

    @Test
    void thePagesShowNeitherKeyNorState() {
        String first = page.reveal();
        String second = review(gateway.type(ask)).prompt().transaction().reveal();

        for (String sealed : new String[] {first, second}) {
            String bytes =
                    new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("jean_sk_").doesNotContain(client.clientId().value());
        }
    }

    // --- the key

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "jean_sk_",
                "sk_123",
                "jean_sk_a b",
                "jean_sk_é",
                "jean_sk_a\u0000"
            })
    @DisplayName("AS-U-08: a key of the wrong shape is sent nowhere")
    void aMalformedKeyIsSentNowhere(String key) {
        assertAskedAgain(gateway.type(ask, Secret.of(key), null), KeyProblem.MALFORMED);
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aMissingOrEndlessKeyIsSentNowhere() {
        assertAskedAgain(gateway.type(ask, null, null), KeyProblem.MALFORMED);
        assertAskedAgain(
                gateway.type(ask, Secret.of("jean_sk_" + "a".repeat(505)), null),
                KeyProblem.MALFORMED);
        assertThat(gateway.verifier.questions).isEmpty();

        review(gateway.type(ask, Secret.of("jean_sk_" + "a".repeat(504)), null));
    }

    @Test
    void aWrongKeyIsAskedForAgainOnTheSamePage() {
        gateway.verifier.answer = new KeyCheck.Rejected();
        ConsentOutcome outcome = gateway.type(ask);
        assertAskedAgain(outcome, KeyProblem.REJECTED);

        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        Secret again = ((ConsentOutcome.AskAgain) outcome).prompt().transaction();
        review(typed(again));
    }

    @Test
    void aDeadUpstreamIsNoWrongKey() {
        gateway.verifier.answer = new KeyCheck.Unavailable("timeout");

        assertAskedAgain(gateway.type(ask), KeyProblem.UNAVAILABLE);
    }

    @Test
    @DisplayName("AS-U-09: a key of somebody else does not open a personal URL")
    void aPersonalUrlIsForItsOwner() {
        AuthorizationOutcome.Ask personal =
                gateway.ask(form.with("resource", gateway.personal("jane").uri()));
        gateway.verifier.answer = FakeVerifier.accepted("john", true);
        assertAskedAgain(gateway.type(personal), KeyProblem.NOT_THE_OWNER);

        gateway.verifier.answer = FakeVerifier.accepted("jane", true);
        review(gateway.type(personal));
        assertThat(gateway.verifier.questions)
                .containsOnly(new FakeVerifier.Question(API_KEY, new UserId("jane")));
    }

    @Test
    void anyOwnerMayUseTheSharedUrl() {
        gateway.verifier.answer = FakeVerifier.accepted("john", true);

        review(gateway.type(ask));
    }

    @Test
    void onALoopbackIssuerAnUncheckedKeyIsGoodEnough() {
        gateway.verifier.answer = FakeVerifier.accepted(null, false);

        assertThat(review(gateway.type(ask)).prompt().keyChecked()).isFalse();
    }

    @Test
    void onAPublicIssuerAnUncheckedKeyIsNot() {
        InMemoryServer https =
                new InMemoryServer(
                        "https://mcp.example.com",
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CLAIMED);
        https.verifier.answer = FakeVerifier.accepted(null, false);
        AuthorizationOutcome.Ask page = https.ask(https.authorization(https.publicClient()));

        assertAskedAgain(https.type(page), KeyProblem.NOT_CHECKABLE);

        https.verifier.answer = FakeVerifier.ACCEPTED;
        review(https.type(page));
    }

    // --- the choice of the resource

    @Test
    @DisplayName("AS-R-06: an empty user id means the shared URL, a typed one the personal URL")
    void thePersonChoosesTheResource() {
        AuthorizationOutcome.Ask open = gateway.ask(form.without("resource"));

        assertThat(review(gateway.type(open, API_KEY, " ")).prompt().subject().resource())
                .isEqualTo(gateway.resources.shared());
        assertThat(review(gateway.type(open, API_KEY, null)).prompt().subject().resource())
                .isEqualTo(gateway.resources.shared());
        assertThat(review(gateway.type(open, API_KEY, " jane ")).prompt().subject().resource())
                .isEqualTo(gateway.personal("jane"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "a b", "é", "%41", "\u0000"})
    void aMalformedUserIdIsAskedForAgain(String user) {
        AuthorizationOutcome.Ask open = gateway.ask(form.without("resource"));

        ConsentOutcome outcome = gateway.type(open, API_KEY, user);

        assertAskedAgain(outcome, KeyProblem.MALFORMED_USER_ID);
        assertThat(((ConsentOutcome.AskAgain) outcome).prompt().typedUser()).isEqualTo(user);
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aUserIdHasAtMost64Characters() {
        AuthorizationOutcome.Ask open = gateway.ask(form.without("resource"));

        review(gateway.type(open, API_KEY, "a".repeat(64)));
        assertAskedAgain(gateway.type(open, API_KEY, "a".repeat(65)), KeyProblem.MALFORMED_USER_ID);
    }

    @Test
    @DisplayName("AS-R-03: what is typed does not move a request that named its resource")
    void aBoundResourceStaysBound() {
        assertThat(review(gateway.type(ask, API_KEY, "jane")).prompt().subject().resource())
                .isEqualTo(gateway.resources.shared());
    }

    // --- deny, one step

    @Test
    void denyingOnEitherPageTellsTheClient() {
        Secret second = review(gateway.type(ask)).prompt().transaction();

        for (Secret sealed : new Secret[] {page, second}) {
            Parameters answer =
                    query(redirect(gateway.consent(new ConsentStep.Deny(sealed, ask.browser()))));
            assertThat(answer.value("error")).isEqualTo("access_denied");
            assertThat(answer.value("state")).isEqualTo(STATE);
            assertThat(answer.value("iss")).isEqualTo(InMemoryServer.BASE);
            assertThat(answer.value("code")).isNull();
        }
        assertThat(gateway.ids(Store.Kind.GRANT)).isEmpty();
    }

    @Test
    @DisplayName("AS-A-24: a denial goes by a page to clients that are not known")
    void aDenialIsNoOpenRedirect() {
        ClientInformation web = gateway.register("none", InMemoryServer.WEB);
        AuthorizationOutcome.Ask other = gateway.ask(gateway.authorization(web));

        AuthorizationResponse response =
                redirect(
                        gateway.consent(
                                new ConsentStep.Deny(
                                        other.prompt().transaction(), other.browser())));

        assertThat(response.direct()).isFalse();
    }

    @Test
    void withoutReviewItIsOneStep() {
        InMemoryServer one =
                new InMemoryServer(
                        InMemoryServer.BASE, TokenSettings.DEFAULT, false, UserIdTrust.CLAIMED);
        AuthorizationOutcome.Ask page = one.ask(one.authorization(one.publicClient()));

        assertThat(query(redirect(one.type(page))).value("code")).startsWith("jean_oauth_");
        one.verifier.answer = new KeyCheck.Rejected();
        assertAskedAgain(one.type(page), KeyProblem.REJECTED);
    }

    @Test
    void theCodesLifeBeginsAfterASlowKeyCheck() {
        InMemoryServer one =
                new InMemoryServer(
                        InMemoryServer.BASE, TokenSettings.DEFAULT, false, UserIdTrust.CLAIMED);
        ClientInformation of = one.publicClient();
        AuthorizationOutcome.Ask page = one.ask(one.authorization(of));
        one.verifier.whileAsked = () -> one.clock.forward(Duration.ofSeconds(30));
        String code = query(redirect(one.type(page))).value("code");

        one.clock.forward(Duration.ofSeconds(60));

        InMemoryServer.issued(one.token(one.exchange(of, code)));
    }

    private ConsentOutcome typed(Secret sealed) {
        return gateway.consent(new ConsentStep.Continue(sealed, ask.browser(), API_KEY, null));
    }

    private ConsentOutcome allow(Secret sealed, Secret browser) {
        return gateway.consent(new ConsentStep.Allow(sealed, browser));
    }

    private static void assertAskedAgain(ConsentOutcome outcome, KeyProblem problem) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.AskAgain.class);
        assertThat(((ConsentOutcome.AskAgain) outcome).problem()).isEqualTo(problem);
    }
}
