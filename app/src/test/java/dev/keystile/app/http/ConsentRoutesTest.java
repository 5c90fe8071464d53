package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.ToolPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentRoutesTest {
    private static final String PATH = "/oauth/callback";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

    private final Site site = Site.onLoopback();
    private final AtomicReference<ConsentStep> taken = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(ConsentOutcome outcome) {
        site.oauth.consent =
                step -> {
                    taken.set(step);
                    return outcome;
                };
    }

    private static ConsentOutcome redirect(boolean direct) {
        return new ConsentOutcome.Redirect(
                new AuthorizationResponse(
                        Secret.of("https://a.example/cb?code=c"), "a.example", direct));
    }

    @Test
    void typedKeyIsPassedOn() {
        answer(new ConsentOutcome.Expired());

        site.send(
                "POST",
                PATH,
                FORM + "Sec-Fetch-Site: same-origin\nCookie: keystile-" + site.port() + "=b\n",
                "decision=continue&transaction=t&api_key=k&user_id=u");

        assertThat(taken.get())
                .isEqualTo(
                        new ConsentStep.Continue(
                                Secret.of("t"), Secret.of("b"), Secret.of("k"), "u"));
    }

    @Test
    void absentFieldsAreNull() {
        answer(new ConsentOutcome.Expired());

        site.form(PATH, "decision=continue&api_key=");

        assertThat(taken.get()).isEqualTo(new ConsentStep.Continue(null, null, null, null));
    }

    @Test
    void allowAndDenyAreTheirOwnSteps() {
        answer(redirect(true));

        site.form(PATH, "decision=allow&transaction=t&tools=all");
        assertThat(taken.get()).isEqualTo(new ConsentStep.Allow(Secret.of("t"), null));

        site.form(PATH, "decision=deny&transaction=t");
        assertThat(taken.get()).isEqualTo(new ConsentStep.Deny(Secret.of("t"), null));
    }

    @ParameterizedTest
    @CsvSource({"'',false", "&replace=yes,true", "&replace=,false", "&replace=on,false"})
    void onlyTheTickSaysThatTheKeyIsForOthersToo(String tick, boolean replace) {
        answer(redirect(true));

        site.form(PATH, "decision=allow&transaction=t&tools=all" + tick);

        assertThat(taken.get())
                .isEqualTo(
                        new ConsentStep.Allow(
                                Secret.of("t"), null, new ToolPolicy.Everything(), replace, false));
    }

    @ParameterizedTest
    @CsvSource({
        "tools=read-only",
        "tools=all",
        "tools=some&tool=a&tool=b&tool=a",
        "tools=some&tool=%22%C3%A4%26"
    })
    void chosenToolsArePassedOn(String choice) {
        answer(redirect(true));

        site.form(PATH, "decision=allow&transaction=t&" + choice);

        ToolPolicy tools =
                Map.of(
                                "tools=read-only",
                                new ToolPolicy.ReadOnly(),
                                "tools=all",
                                new ToolPolicy.Everything(),
                                "tools=some&tool=a&tool=b&tool=a",
                                named("a", "b"),
                                "tools=some&tool=%22%C3%A4%26",
                                named("\"\u00e4&"))
                        .get(choice);
        assertThat(taken.get()).isEqualTo(new ConsentStep.Allow(Secret.of("t"), null, tools));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&tools=",
                "&tools=some",
                "&tools=some&tool=",
                "&tools=ALL",
                "&tool=a",
                "&tools=other&tool=a",
                "&tools=all&tool=a",
                "&tools=read-only&tool=a",
                "&tools=&tools=all2"
            })
    void choiceThatNamesNothingIsNone(String choice) {
        answer(redirect(true));

        site.form(PATH, "decision=allow&transaction=t" + choice);

        assertThat(taken.get()).isEqualTo(new ConsentStep.Allow(Secret.of("t"), null, null));
    }

    @Test
    void missingChoiceShowsTheFormAgain() {
        answer(
                new ConsentOutcome.ChooseAgain(
                        new ReviewPrompt(
                                site.keyPrompt().subject(),
                                "Upstream",
                                List.of(new Tool("remember", null, false, false)),
                                true,
                                Secret.of("sealed-2"))));

        var answer = site.form(PATH, "decision=allow&transaction=t&tools=some");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("needs at least one", "remember", "sealed-2");
        assertThat(answer.has("Location")).isFalse();
    }

    private static ToolPolicy named(String... names) {
        return new ToolPolicy.Named(Set.of(names), false);
    }

    @Test
    @DisplayName("AS-A-23: the way back is a 303, so that the browser goes on with GET")
    void allowedGoesBack() {
        answer(redirect(true));

        var answer = site.form(PATH, "decision=allow&transaction=t");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("https://a.example/cb?code=c");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void deniedToAnUnknownHostIsAPageThatNamesIt() {
        answer(redirect(false));

        var answer = site.form(PATH, "decision=deny&transaction=t");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("a.example");
    }

    @ParameterizedTest
    @CsvSource({
        "REJECTED, 401",
        "NOT_THE_OWNER, 401",
        "MALFORMED, 400",
        "MALFORMED_USER_ID, 400",
        "UNAVAILABLE, 503",
        "NOT_CHECKABLE, 403"
    })
    void keyProblemShowsTheFormAgain(KeyProblem problem, int status) {
        answer(new ConsentOutcome.AskAgain(site.keyPrompt(), problem));

        var answer = site.form(PATH, "decision=continue&api_key=typed-key");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.has("Location")).isFalse();
        assertThat(answer.body()).contains("Test server").doesNotContain("typed-key");
    }

    @Test
    void acceptedKeyIsReviewed() {
        var tool = new Tool("remember", null, false, false);
        answer(
                new ConsentOutcome.Review(
                        new ReviewPrompt(
                                site.keyPrompt().subject(),
                                "Upstream",
                                List.of(tool),
                                true,
                                Secret.of("sealed-2"))));

        var answer = site.form(PATH, "decision=continue&api_key=k");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("remember", "sealed-2");
    }

    @Test
    void expiredPageSaysWhatToDo() {
        answer(new ConsentOutcome.Expired());

        var answer = site.form(PATH, "decision=allow&transaction=t");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("connect again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "decision=", "decision=ALLOW", "decision=other", "transaction=t"})
    void unknownDecisionIsRefused(String form) {
        answer(redirect(true));

        var answer = site.form(PATH, form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(taken.get()).isNull();
    }

    @ParameterizedTest
    @DisplayName(
            "AS-U-04: a post that our own page did not make is refused before anything is checked")
    @ValueSource(
            strings = {
                "",
                "Sec-Fetch-Site: cross-site\n",
                "Sec-Fetch-Site: same-site\n",
                "Sec-Fetch-Site: none\n",
                "Origin: https://evil.example\n",
                "Origin: null\n",
                "Sec-Fetch-Site: cross-site\nOrigin: {issuer}\n",
                "Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site\n",
                "Origin: {issuer}/\n"
            })
    void crossSitePostIsForbidden(String headers) {
        answer(redirect(true));

        var answer =
                site.send(
                        "POST",
                        PATH,
                        FORM + headers.replace("{issuer}", site.issuer().value()),
                        "decision=allow&transaction=t");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(taken.get()).isNull();
    }

    @Test
    void ownOriginIsEnoughForOlderBrowsers() {
        answer(redirect(true));

        var answer =
                site.send(
                        "POST",
                        PATH,
                        FORM + "Origin: " + site.issuer() + "\n",
                        "decision=allow&transaction=t");

        assertThat(answer.status()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: application/json\n", "Content-Type: text/plain\n", ""})
    void otherContentTypesAreAPage(String type) {
        var answer =
                site.send("POST", PATH, type + "Sec-Fetch-Site: same-origin\n", "decision=allow");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void malformedAndOversizeFormsAreAPage() {
        var malformed = site.form(PATH, "decision=%");
        var oversize = site.form(PATH, "decision=" + "a".repeat(Listener.MAX_OAUTH_BYTES));

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(oversize.status()).isEqualTo(413);
        assertThat(List.of(malformed.header("Content-Type"), oversize.header("Content-Type")))
                .allMatch(type -> type.startsWith("text/html"));
    }
}
