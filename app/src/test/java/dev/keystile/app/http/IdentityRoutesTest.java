package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.pages.PageHeaders;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the OpenID provider and back over the wire. */
class IdentityRoutesTest {
    private static final String BACK = "/oauth/identity?code=c&state=s";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";
    private static final LimitDecision.Limited LIMITED =
            new LimitDecision.Limited(
                    LimitRule.KEY_FINGERPRINT,
                    new Quota(10, Duration.ofMinutes(10)),
                    Duration.ofSeconds(59));

    private final Site site = Site.onLoopback();
    private final FakeIdentityLogin login = site.oauth.identities;

    @AfterEach
    void stop() {
        site.close();
    }

    private String browser() {
        return "keystile-" + site.port();
    }

    private String session() {
        return "keystile-account-" + site.port();
    }

    private Raw.Answer post(String path, String form) {
        return site.send(
                "POST",
                path,
                FORM + "Sec-Fetch-Site: same-origin\nCookie: " + browser() + "=b\n",
                form);
    }

    /** As browsers come from another site. */
    private Raw.Answer comeBack() {
        return site.send(
                "GET", BACK, "Sec-Fetch-Site: cross-site\nCookie: " + browser() + "=b\n", "");
    }

    private void returns(String language, IdentityOutcome outcome) {
        login.back = new IdentityReturn(language, outcome);
    }

    @Test
    void theAccountPageLeadsToTheProviderAndBindsTheWayToTheBrowser() {
        login.start = new IdentityStart.To(Secret.of("https://id.example.com/a"), Secret.of("new"));

        var answer = post("/account?ui_locales=de", "decision=identity");

        assertThat(login.asked)
                .containsExactly(new FakeIdentityLogin.Begun(Secret.of("b"), "de", false));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("https://id.example.com/a");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Set-Cookie").split("; "))
                .containsExactlyInAnyOrder(
                        browser() + "=new", "Path=/", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void whoWantsToLinkAKeyIsSentThereForThat() {
        login.start = new IdentityStart.To(Secret.of("https://id.example.com/a"), Secret.of("b"));

        var answer = post("/account", "decision=link-identity&page=p");

        assertThat(login.asked)
                .containsExactly(new FakeIdentityLogin.Begun(Secret.of("b"), "en", true));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "link-identity", "link", "unlink"})
    void anotherSiteBeginsNothing(String decision) {
        var answer =
                site.send(
                        "POST",
                        "/account",
                        FORM + "Sec-Fetch-Site: cross-site\nCookie: " + browser() + "=b\n",
                        "decision=" + decision);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(login.asked).isEmpty();
        assertThat(site.oauth.accounts.asked).isEmpty();
    }

    @Test
    void aProviderThatIsAwayIsSaid() {
        var answer = post("/account", "decision=identity");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("Example &amp; ID cannot be used now");
    }

    @Test
    void consentPassesTheChoiceOn() {
        var taken = new CopyOnWriteArrayList<ConsentStep>();
        site.oauth.consent =
                step -> {
                    taken.add(step);
                    return new ConsentOutcome.ToProvider(Secret.of("https://id.example.com/a"));
                };

        var answer =
                post(
                        "/oauth/callback?ui_locales=de",
                        "decision=identity&transaction=t&connector=jean&user_id=u&api_key=k");

        assertThat(taken)
                .containsExactly(
                        new ConsentStep.Identify(
                                Secret.of("t"), Secret.of("b"), "jean", "u", "de"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("https://id.example.com/a");
    }

    @ParameterizedTest
    @CsvSource({"'', false", "&link=yes, true", "&link=no, false"})
    void aKeyIsLinkedOnlyWhereThatWasTicked(String field, boolean link) {
        var taken = new CopyOnWriteArrayList<ConsentStep>();
        site.oauth.consent =
                step -> {
                    taken.add(step);
                    return new ConsentOutcome.Expired();
                };

        post("/oauth/callback", "decision=allow&transaction=t&tools=all" + field);

        assertThat(taken)
                .containsExactly(
                        new ConsentStep.Allow(
                                Secret.of("t"),
                                Secret.of("b"),
                                new ToolPolicy.Everything(),
                                false,
                                link));
    }

    @Test
    void whoComesBackIsLetInToTheAccountPageInTheLanguageTheyLeftIn() {
        returns("de", new IdentityOutcome.Opened(Secret.of("sealed")));

        var answer = comeBack();

        assertThat(login.asked)
                .containsExactly(new FakeIdentityLogin.Finished("s", Secret.of("b")));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/account?ui_locales=de");
        assertThat(answer.header("Set-Cookie")).startsWith(session() + "=sealed; ");
    }

    @Test
    void consentGoesOnInTheLanguageTheyLeftIn() {
        returns(
                "de",
                new IdentityOutcome.Consent(
                        new ConsentOutcome.AskAgain(
                                site.keyPrompt(), KeyProblem.IDENTITY_NOT_LINKED)));

        var answer = comeBack();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Language")).isEqualTo("de");
        assertThat(answer.body()).contains("noch kein Schlüssel", "value=\"continue\"");
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY_DENIED, 200",
        "IDENTITY_REFUSED, 403",
        "IDENTITY_UNAVAILABLE, 503",
    })
    void whoIsNotSignedInThereSeesWhyAndHowToGoOn(KeyProblem problem, int status) {
        returns("en", new IdentityOutcome.Refused(problem));

        var answer = comeBack();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body())
                .contains("Example &amp; ID", "role=\"alert\"", "value=\"sign-in\"");
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void aWayThatIsOverIsSaid() {
        var answer = comeBack();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("This sign-in is no longer valid");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void thePageThatAsksForTheKeyToLinkSaysWhoItIsFor() {
        returns("en", new IdentityOutcome.Link(prompt(), null));

        var answer = comeBack();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "&lt;b&gt;somebody@example.com&lt;/b&gt;",
                        "id.example.com",
                        "name=\"proof\" value=\"the-proof\"",
                        "value=\"link\"")
                .doesNotContain("<b>somebody");
    }

    static List<IdentityOutcome> pages() {
        return List.of(
                new IdentityOutcome.Link(prompt(), null),
                new IdentityOutcome.Link(prompt(), new AccountSignIn.NothingConnected()),
                new IdentityOutcome.Refused(KeyProblem.IDENTITY_DENIED),
                new IdentityOutcome.Refused(KeyProblem.IDENTITY_REFUSED),
                new IdentityOutcome.Refused(KeyProblem.IDENTITY_UNAVAILABLE),
                new IdentityOutcome.Expired());
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("SEC-05: no page of a sign-in with an identity can be framed, read or kept")
    void everyPageHasTheHeaders(IdentityOutcome outcome) {
        returns("en", outcome);
        login.linked = outcome;

        for (Raw.Answer page :
                List.of(
                        comeBack(),
                        post("/account", "decision=link&proof=p&api_key=k"),
                        post("/account", "decision=identity"))) {
            PageHeaders.ALL.forEach(
                    (header, value) -> assertThat(page.header(header)).as(header).isEqualTo(value));
            assertThat(page.has("Access-Control-Allow-Origin")).isFalse();
        }
    }

    private static LinkPrompt prompt() {
        return new LinkPrompt(FakeIdentityLogin.SOMEBODY, Secret.of("the-proof"));
    }

    @Test
    void aLinkedKeyOpensThePageThatSaysSo() {
        login.linked = new IdentityOutcome.Opened(Secret.of("sealed"));

        var answer = post("/account?ui_locales=de", "decision=link&proof=p&api_key=k");

        assertThat(login.asked)
                .containsExactly(
                        new FakeIdentityLogin.Linking(
                                Secret.of("p"), Secret.of("b"), Secret.of("k")));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/account?ui_locales=de&done=linked");
        assertThat(answer.header("Set-Cookie")).startsWith(session() + "=sealed; ");
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(new AccountSignIn.NothingConnected(), 401),
                Arguments.of(new AccountSignIn.Refused(KeyProblem.MALFORMED), 400),
                Arguments.of(new AccountSignIn.Refused(KeyProblem.REJECTED), 401),
                Arguments.of(new AccountSignIn.Refused(KeyProblem.UNAVAILABLE), 503),
                Arguments.of(new AccountSignIn.TooMany(LIMITED), 429));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aKeyThatDoesNotServeIsAskedForAgain(AccountSignIn refused, int status) {
        login.linked = new IdentityOutcome.Link(prompt(), refused);

        var answer = post("/account", "decision=link&proof=p&api_key=k");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("role=\"alert\"", "name=\"proof\" value=\"the-proof\"");
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void endingALinkIsPassedOn() {
        post("/account", "decision=unlink&identity=i&page=p");

        assertThat(site.oauth.accounts.asked)
                .containsExactly(
                        new FakeAccounts.Taken(
                                Secret.of(""), Secret.of("p"), new AccountStep.Unlink("i")));
    }

    @Test
    void waysThereAndBackAreCounted() {
        var charged = new CopyOnWriteArrayList<LimitRule>();
        site.limiter =
                charges -> {
                    charges.forEach(charge -> charged.add(charge.rule()));
                    return LIMITED;
                };

        var answers =
                List.of(
                        post("/account", "decision=identity"),
                        post("/account", "decision=link&proof=p"),
                        post("/oauth/callback", "decision=identity&transaction=t"),
                        comeBack());

        assertThat(answers).extracting(Raw.Answer::status).containsOnly(429);
        assertThat(charged).hasSize(4).containsOnly(LimitRule.KEY_NETWORK);
        assertThat(login.asked).isEmpty();
    }
}
