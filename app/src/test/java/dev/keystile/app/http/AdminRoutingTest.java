package dev.keystile.app.http;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.VIEWER;
import static dev.keystile.app.flow.Operators.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.http.AdminPaths.Route;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, at every path of the administration. */
class AdminRoutingTest {

    private static OpenGateway gateway;
    private static String cookie;

    @BeforeAll
    static void start() {
        gateway = OpenGateway.onLoopback(new MovableClock(), Operators.both());
        String set =
                post("/admin", "decision=sign-in&token=" + ADMIN, "Sec-Fetch-Site: same-origin")
                        .header("set-cookie");
        cookie = "Cookie: " + set.substring(0, set.indexOf(';'));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Route> shown() {
        return AdminPaths.all().stream().filter(Route::shows);
    }

    static Stream<Route> changed() {
        return AdminPaths.all().stream().filter(Route::changes);
    }

    private static Raw.Answer get(String path, String... headers) {
        return send("GET " + path, "localhost", "", headers);
    }

    private static Raw.Answer post(String path, String form, String... headers) {
        String[] lines =
                Stream.concat(
                                Stream.of("Content-Type: application/x-www-form-urlencoded"),
                                Stream.of(headers))
                        .toArray(String[]::new);
        return send("POST " + path, "localhost", form, lines);
    }

    private static Raw.Answer send(String line, String host, String body, String... headers) {
        return new Raw(URI.create(gateway.managementBase()).getPort())
                .send(Raw.request(line, host, body, headers));
    }

    @Test
    void everyPathIsThere() {
        List<String> paths = AdminPaths.all().stream().map(Route::path).toList();

        assertThat(paths)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(30)
                .contains("/admin", "/admin/audit", "/admin/api/overview", "/admin/api/attempts")
                .contains("/admin/api/grant/revoke");
    }

    @ParameterizedTest
    @MethodSource("shown")
    void nobodySeesAnythingWithoutATokenOrASession(Route route) {
        Raw.Answer answer = get(route.asked());

        assertThat(answer.status()).isEqualTo(route.isPage() ? 200 : 401);
        assertThat(answer.body().contains("name=\"token\"")).isEqualTo(route.isPage());
        assertThat(answer.body()).doesNotContain("<nav", "<table");
        if (!route.isPage()) {
            String wrong = bearer("a-token-of-nobody-that-has-32-characters");
            assertThat(get(route.asked(), wrong).status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("shown")
    void aViewerSeesWhatThereIs(Route route) {
        int status = get(route.asked(), route.isPage() ? cookie : bearer(VIEWER)).status();

        assertThat(status).isEqualTo(route.asked().contains("some") ? 404 : 200);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void nobodyChangesAnythingWithoutATokenOrASession(Route route) {
        assertThat(post(route.path(), "id=any", "Sec-Fetch-Site: same-origin").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void aViewerChangesNothing(Route route) {
        assertThat(post(route.path(), "id=any", bearer(VIEWER)).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void aPageOfAnotherSiteChangesNothing(Route route) {
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(post(route.path(), "id=any", cookie, "Sec-Fetch-Site: " + site).status())
                    .as(site)
                    .isEqualTo(403);
        }
        assertThat(post(route.path(), "id=any", cookie, "Origin: https://evil.example").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("shown")
    void anotherNameIsNotAnswered(Route route) {
        Raw.Answer answer =
                send("GET " + route.asked(), "evil.example.com", "", bearer(ADMIN), cookie);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("content-type"))
                .startsWith(route.isPage() ? "text/html" : "application/json");
    }
}
