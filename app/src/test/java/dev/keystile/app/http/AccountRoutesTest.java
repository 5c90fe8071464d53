package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The account page over the wire. */
class AccountRoutesTest {
    private static final String PATH = "/account";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";
    private static final LimitDecision.Limited LIMITED =
            new LimitDecision.Limited(
                    LimitRule.KEY_NETWORK,
                    new Quota(60, Duration.ofMinutes(10)),
                    Duration.ofSeconds(59));

    private final Site site = Site.onLoopback();
    private final FakeAccounts accounts = site.oauth.accounts;

    @AfterEach
    void stop() {
        site.close();
    }

    private static AccountView view(String clientName) {
        var who =
                new ConsentSubject(
                        clientName, null, "a.example", false, Scope.SUPPORTED, null, null);
        return new AccountView(
                Secret.of("the-page"),
                true,
                null,
                List.of(
                        new ConnectedClient(
                                new GrantId("g1"),
                                who,
                                new ToolPolicy.Everything(),
                                Instant.parse("2026-11-01T12:00:00Z"),
                                Instant.parse("2026-11-20T12:00:00Z"),
                                7)));
    }

    /** From the page of a session. */
    private Raw.Answer post(String form) {
        return site.send(
                "POST",
                PATH,
                FORM + "Sec-Fetch-Site: same-origin\nCookie: " + cookie() + "=the-session\n",
                form + "&page=the-page");
    }

    private String cookie() {
        return "keystile-account-" + site.port();
    }

    private static FakeAccounts.Taken taken(AccountStep step) {
        return new FakeAccounts.Taken(Secret.of("the-session"), Secret.of("the-page"), step);
    }

    @Test
    void withoutSessionThePageAsksForAKey() {
        var page = site.get(PATH);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"api_key\"", "value=\"sign-in\"");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @Test
    void signingInSetsACookieAndLeadsToThePage() {
        accounts.signIn = new AccountSignIn.Opened(Secret.of("sealed"));

        var answer = site.form(PATH + "?ui_locales=de", "decision=sign-in&api_key=k");

        assertThat(accounts.asked).containsExactly(Secret.of("k"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/account?ui_locales=de");
        assertThat(answer.header("Set-Cookie").split("; "))
                .containsExactlyInAnyOrder(
                        cookie() + "=sealed", "Path=/", "HttpOnly", "SameSite=Lax");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void underHttpsTheCookieIsTheHostsAlone() {
        try (Site behind = Site.behindProxy()) {
            behind.oauth.accounts.signIn = new AccountSignIn.Opened(Secret.of("sealed"));

            var answer = behind.form(PATH, "decision=sign-in&api_key=k");

            assertThat(answer.header("Set-Cookie").split("; "))
                    .containsExactlyInAnyOrder(
                            "__Host-keystile-account=sealed",
                            "Path=/",
                            "HttpOnly",
                            "Secure",
                            "SameSite=Lax");
        }
    }

    @Test
    void aKeyThatOpensNothingIsAskedForAgain() {
        var unknown = site.form(PATH, "decision=sign-in&api_key=typed-key");
        accounts.signIn = new AccountSignIn.Refused(KeyProblem.MALFORMED);
        var malformed = site.form(PATH, "decision=sign-in&api_key=typed-key");
        accounts.signIn = new AccountSignIn.Refused(KeyProblem.UNAVAILABLE);
        var unavailable = site.form(PATH, "decision=sign-in&api_key=typed-key");

        var answers = List.of(unknown, malformed, unavailable);
        assertThat(answers).extracting(Raw.Answer::status).containsExactly(401, 400, 503);
        assertThat(answers)
                .allMatch(answer -> !answer.has("Set-Cookie"))
                .allMatch(answer -> answer.body().contains("role=\"alert\""))
                .noneMatch(answer -> answer.body().contains("typed-key"));
    }

    @Test
    void aSessionShowsWhatIsConnected() {
        accounts.view = new AccountOutcome.Shown(view("Test client"));

        var page = site.get(PATH + "?done=disconnected");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "a.example",
                        "Test client",
                        "1 November 2026",
                        "20 November 2026",
                        "7 calls",
                        "The app is disconnected.",
                        "value=\"the-page\"");
        assertThat(site.get(PATH + "?done=%3Cb%3E").body()).doesNotContain("role=\"status\"");
    }

    @Test
    void hostileNamesAreText() {
        accounts.view =
                new AccountOutcome.Shown(
                        view("<script>alert(1)</script>\u202e\"'&" + "x".repeat(500)));

        String page = site.get(PATH).body();

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert", "\u202e", "x".repeat(200));
    }

    @Test
    void stepsArePassedOnWithSessionAndPage() {
        accounts.outcome = new AccountOutcome.Done();

        var disconnected = post("decision=disconnect&grant=g1");
        var chosen = post("decision=tools&grant=g1&tools=some&tool=a&tool=b");
        post("decision=replace&api_key=next");

        assertThat(accounts.asked)
                .containsExactly(
                        taken(new AccountStep.Disconnect(new GrantId("g1"))),
                        taken(
                                new AccountStep.ChooseTools(
                                        new GrantId("g1"),
                                        new ToolPolicy.Named(Set.of("a", "b"), false))),
                        taken(new AccountStep.ReplaceKey(Secret.of("next"), null)));
        assertThat(disconnected.header("Location"))
                .isEqualTo("/account?ui_locales=en&done=disconnected");
        assertThat(chosen.header("Location")).endsWith("&done=tools");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disconnect-all", "delete&confirm=yes"})
    void whatEndsAllTakesTheCookieToo(String decision) {
        accounts.outcome = new AccountOutcome.Ended();

        var answer = post("decision=" + decision);

        assertThat(accounts.asked).hasSize(1);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Set-Cookie"))
                .contains(cookie() + "=;", "Expires=Thu, 1 Jan 1970");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&confirm=", "&confirm=on"})
    void nothingIsDeletedWithoutTheTick(String tick) {
        assertThat(post("decision=delete" + tick).status()).isEqualTo(400);

        assertThat(accounts.asked).isEmpty();
    }

    @Test
    void signingOutTakesTheCookie() {
        var answer = post("decision=sign-out");

        assertThat(answer.header("Set-Cookie"))
                .contains(cookie() + "=;", "Expires=Thu, 1 Jan 1970");
        assertThat(answer.header("Location")).endsWith("&done=signed-out");
    }

    @Test
    void aReplacedKeyGoesOnInAnotherSession() {
        accounts.outcome = new AccountOutcome.KeyReplaced(Secret.of("sealed-2"));

        var answer = post("decision=replace&api_key=next");

        assertThat(answer.header("Set-Cookie")).startsWith(cookie() + "=sealed-2;");
        assertThat(answer.header("Location")).endsWith("&done=replaced");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IDENTITY_.*")
    void aKeyThatIsNotTakenIsAskedForAgain(KeyProblem problem) {
        accounts.outcome = new AccountOutcome.KeyRefused(view("c"), problem);

        var answer = post("decision=replace&api_key=typed-key");

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains("role=\"alert\"", "a.example");
        assertThat(answer.body()).doesNotContain("typed-key");
    }

    @Test
    void aDeadKeyIsToldSo() {
        accounts.outcome = new AccountOutcome.KeyDead(view("c"));

        var answer = post("decision=replace&api_key=next");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("can only disconnect");
    }

    @Test
    void aSessionThatIsOverSaysWhatToDo() {
        var answer = post("decision=disconnect-all");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("Sign in again", "name=\"api_key\"");
        assertThat(answer.header("Set-Cookie")).contains("Expires=Thu, 1 Jan 1970");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&tools=some", "&tools=all&tool=a", "&tools=other"})
    void aChoiceThatNamesNothingChangesNothing(String choice) {
        accounts.view = new AccountOutcome.Shown(view("c"));

        var answer = post("decision=tools&grant=g1" + choice);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("needs at least one");
        assertThat(accounts.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-Fetch-Site: cross-site\n",
                "Sec-Fetch-Site: same-site\n",
                "Origin: https://evil.example\n",
                "Origin: null\n",
                "Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site\n"
            })
    void crossSitePostIsForbidden(String headers) {
        accounts.outcome = new AccountOutcome.Ended();

        for (String decision : List.of("sign-in&api_key=k", "sign-out", "disconnect-all")) {
            var answer =
                    site.send(
                            "POST",
                            PATH,
                            FORM + headers + "Cookie: " + cookie() + "=the-session\n",
                            "decision=" + decision + "&page=the-page");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.has("Set-Cookie")).isFalse();
        }
        assertThat(accounts.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "decision=", "decision=SIGN-IN", "api_key=k"})
    void anUnknownDecisionIsRefused(String form) {
        var answer = site.form(PATH, form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
    }

    @ParameterizedTest
    @CsvSource({
        "sign-in, KEY_NETWORK",
        "replace, KEY_NETWORK",
        "disconnect,",
        "disconnect-all,",
        "tools&tools=all,",
        "delete&confirm=yes,",
        "sign-out,"
    })
    void typedKeysAreCountedAndNobodyIsKeptFromEnding(String decision, LimitRule rule) {
        List<Charge> charged = new CopyOnWriteArrayList<>();
        site.limiter =
                charges -> {
                    charged.addAll(charges);
                    return LIMITED;
                };

        var answer = post("decision=" + decision + "&api_key=k");

        assertThat(charged)
                .extracting(Charge::rule)
                .isEqualTo(rule == null ? List.of() : List.of(rule));
        assertThat(answer.status() == 429).isEqualTo(rule != null);
        assertThat(accounts.asked.isEmpty()).isEqualTo(!decision.matches("(disc|tools|del).*"));
    }

    @Test
    void whoTriedTooManyKeysIsToldWhenToGoOn() {
        accounts.signIn = new AccountSignIn.TooMany(LIMITED);
        accounts.outcome = new AccountOutcome.TooMany(view("c"), LIMITED);

        for (var answer :
                List.of(
                        site.form(PATH, "decision=sign-in&api_key=k"),
                        post("decision=replace&api_key=k"))) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("59");
            assertThat(answer.body()).contains("Wait a minute", "name=\"api_key\"");
        }
    }
}
