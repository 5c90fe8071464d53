package dev.keystile.app.attack;

import static dev.keystile.app.flow.Operators.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.pages.PageHeaders;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that show or do something for who is signed in: nobody can frame, read or keep one. */
class FramedPagesTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String ELSEWHERE = "https://evil.example";

    private final MovableClock clock = new MovableClock();
    private final OpenGateway gateway = OpenGateway.onLoopback(clock, Operators.both());
    private final Wire wire = new Wire(Map.of("origin", gateway.base()));
    private final Wire elsewhere = new Wire(Map.of("origin", ELSEWHERE));
    private final Person person = new Person(wire, gateway.base());

    @AfterEach
    void stop() {
        elsewhere.close();
        wire.close();
        gateway.close();
    }

    private static void assertHeaders(String name, HttpResponse<String> answer) {
        PageHeaders.ALL.forEach((header, value) ->
                assertThat(answer.headers().allValues(header))
                        .as("%s of %s", header, name)
                        .containsExactly(value));
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(answer.headers().firstValue("content-type"))
                .as(name)
                .hasValue("text/html; charset=utf-8");
    }

    private URI account() {
        return URI.create(gateway.base() + "/account");
    }

    private Page follow(Page redirect) {
        assertThat(redirect.status()).isEqualTo(303);
        return person.open(URI.create(gateway.base()).resolve(redirect.location()));
    }

    @Test
    @DisplayName("SEC-05: every page of a session of the account page has the headers")
    void accountPages() {
        Connection.made(wire, gateway.base());
        Connection.made(wire, gateway.base());
        Page signIn = person.open(account());
        Page wrong = person.press(signIn, "sign-in", Map.of("api_key", "jean_sk_wrong"));
        Page session = follow(person.press(signIn, "sign-in", Map.of("api_key", KEY)));
        Page notReplaced = person.press(session, "replace", Map.of("api_key", "jean_sk_wrong"));
        Page left = follow(person.press(session, "disconnect"));
        Page none = follow(person.press(left, "disconnect-all"));
        clock.advance(Duration.ofMinutes(15));
        Page over = person.press(session, "disconnect-all");

        assertThat(session.text()).contains("2 apps are connected");
        Map.of(
                        "sign-in", signIn,
                        "wrong key", wrong,
                        "session", session,
                        "not replaced", notReplaced,
                        "one left", left,
                        "none left", none,
                        "over", over)
                .forEach((name, page) -> assertHeaders(name, page.answer()));
    }

    private HttpResponse<String> signIn(Wire by, String token, String site) {
        return by.send(
                HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin"))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("sec-fetch-site", site)
                        .POST(
                                BodyPublishers.ofString(
                                        FormText.encode(
                                                Map.of("decision", "sign-in", "token", token)))));
    }

    private HttpResponse<String> admin(String path, String cookie) {
        return elsewhere.send(
                HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin" + path))
                        .header("accept", "text/html")
                        .header("cookie", cookie)
                        .GET());
    }

    static List<String> pages() {
        return Operators.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @DisplayName("SEC-05: so has every page of the administration, with a session and without")
    void adminPages(String path) {
        String set =
                signIn(wire, ADMIN, "same-origin").headers().firstValue("set-cookie").orElseThrow();

        assertHeaders(path, admin(path, set.substring(0, set.indexOf(';'))));
        assertHeaders(path + " without", admin(path, "none=1"));
    }

    @Test
    @DisplayName("SEC-05: and what it says to a wrong token, or to the form of another site")
    void refusalsOfTheAdministration() {
        assertHeaders("wrong token", signIn(wire, "wrong", "same-origin"));
        assertHeaders("another site", signIn(elsewhere, ADMIN, "cross-site"));
    }
}
