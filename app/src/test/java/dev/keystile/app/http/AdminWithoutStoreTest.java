package dev.keystile.app.http;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.http.AdminPaths.Route;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operators are told while a Redis is away. */
class AdminWithoutStoreTest {

    /** What needs no store. */
    private static final Set<String> GO_ON =
            Set.of("/admin/limits", "/admin/logs", "/admin/api/limits", "/admin/api/log-levels");

    private static OwnRedis redis;
    private static OpenGateway gateway;
    private static String cookie;

    @BeforeAll
    static void startAndLoseRedis() {
        redis = new OwnRedis().start();
        var variables = new HashMap<>(redis.variables());
        variables.put("ADMIN_TOKEN", ADMIN);
        gateway = OpenGateway.onLoopback(InstantSource.system(), variables);
        String set = post("/admin", "decision=sign-in&token=" + ADMIN).header("set-cookie");
        cookie = "Cookie: " + set.substring(0, set.indexOf(';'));
        redis.stop();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        redis.close();
    }

    static Stream<Route> shown() {
        return AdminPaths.all().stream().filter(Route::shows);
    }

    static Stream<Route> changed() {
        return AdminPaths.all().stream().filter(route -> route.changes() && !route.isPage());
    }

    private static Raw.Answer send(String line, String body, String... headers) {
        return new Raw(URI.create(gateway.managementBase()).getPort())
                .send(Raw.request(line, "localhost", body, headers));
    }

    private static Raw.Answer get(Route route) {
        return send("GET " + route.asked(), "", route.isPage() ? cookie : bearer(ADMIN));
    }

    private static Raw.Answer post(String path, String form) {
        return send(
                "POST " + path,
                form,
                "Sec-Fetch-Site: same-origin",
                bearer(ADMIN),
                "Content-Type: application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @MethodSource("shown")
    void whatNeedsTheStoreSaysThatItIsAway(Route route) {
        Raw.Answer answer = get(route);

        if (GO_ON.contains(route.path())) {
            assertThat(answer.status()).isEqualTo(200);
            return;
        }
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.has("retry-after")).isTrue();
        if (route.isPage()) {
            assertThat(answer.header("content-type")).startsWith("text/html");
            assertThat(answer.body()).contains("<h1>Not available now</h1>", "The store does not");
        } else {
            assertThat(answer.json().getString("error")).isEqualTo("temporarily_unavailable");
            assertThat(answer.json().getString("error_description")).contains("store");
        }
    }

    @ParameterizedTest
    @MethodSource("changed")
    void nothingIsChangedThatCannotBeWrittenDown(Route route) {
        Raw.Answer answer =
                post(
                        route.path(),
                        "id=any&rule=mcp-account&key=any&quota=none&for=1h&logger=dev.keystile.x&level=info");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().getString("error")).isEqualTo("temporarily_unavailable");
    }
}
