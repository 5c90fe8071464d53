package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.VIEWER;
import static dev.keystile.app.flow.Operators.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see and do by JSON, over HTTP, of a gateway that clients are connected to. */
class AdminApiTest {

    private final MovableClock clock = new MovableClock();
    private final OpenGateway gateway = OpenGateway.onLoopback(clock, Operators.both());
    private final Wire wire = new Wire();
    private final Connection connection = Connection.made(wire, gateway.base());

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
    }

    private HttpResponse<String> get(String path, String token) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin/api" + path))
                        .header("authorization", "Bearer " + token)
                        .GET());
    }

    private JsonObject read(String path) {
        HttpResponse<String> answer = get(path, ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    private HttpResponse<String> post(String path, String token, Map<String, String> form) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin/api" + path))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(FormText.encode(form))));
    }

    private boolean change(String path, Map<String, String> form) {
        HttpResponse<String> answer = post(path, ADMIN, form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).getBoolean("changed");
    }

    private JsonObject only(String list) {
        var items = read("/" + list).getJsonArray(list);
        assertThat(items).hasSize(1);
        return items.getJsonObject(0);
    }

    /** An answer to a request that is written by hand. */
    private Raw.Answer raw(String line, String host, String... headers) {
        return new Raw(URI.create(gateway.managementBase()).getPort())
                .send(Raw.request(line, host, "", headers));
    }

    @Test
    void aClientAGrantAndAnAccountAreListedAndShown() {
        JsonObject grant = only("grants");
        JsonObject account = only("accounts");
        JsonObject client = only("clients");

        assertThat(grant.getString("client")).isEqualTo(client.getString("id"));
        assertThat(grant.getString("account")).isEqualTo(account.getString("id"));
        assertThat(grant.getString("state")).isEqualTo("active");
        assertThat(client.getString("name")).isEqualTo("Test client");
        assertThat(read("/grant?id=" + grant.getString("id"))).isEqualTo(grant);
        assertThat(read("/account?id=" + account.getString("id"))).isEqualTo(account);
        assertThat(read("/client?id=" + client.getString("id"))).isEqualTo(client);
        assertThat(get("/grant?id=none", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void noAnswerShowsASecret() {
        for (String path :
                new String[] {
                    "/overview",
                    "/clients",
                    "/grants",
                    "/accounts",
                    "/connectors",
                    "/limits",
                    "/analytics?by=step&span=day&last=1",
                    "/clients.csv",
                    "/grants.csv",
                    "/accounts.csv"
                }) {
            assertThat(get(path, ADMIN).body())
                    .doesNotContain(
                            "jean_sk_demo_1",
                            connection.tokens().getString("access_token"),
                            connection.tokens().getString("refresh_token"),
                            ADMIN,
                            VIEWER);
        }
    }

    @Test
    void aListGoesOnWhereItEnded() {
        Connection.made(wire, gateway.base());
        Connection.made(wire, gateway.base());

        JsonObject first = read("/grants?limit=2");
        JsonObject second = read("/grants?limit=2&after=" + first.getString("next"));

        assertThat(first.getJsonArray("grants")).hasSize(2);
        assertThat(second.getJsonArray("grants"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.getJsonArray("grants"));
        assertThat(second.containsKey("next")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/grants?limit=0",
                "/grants?limit=501",
                "/grants?limit=many",
                "/grants?after=nowhere",
                "/analytics",
                "/analytics?by=mood&span=day&last=1",
                "/analytics?by=step&span=day&last=401"
            })
    void whatIsAskedWronglyIs400(String path) {
        assertThat(get(path, ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void aRevokedGrantWorksNoMore() {
        assertThat(connection.calling().statusCode()).isEqualTo(200);
        String grant = only("grants").getString("id");

        assertThat(change("/grant/revoke", Map.of("id", grant))).isTrue();

        assertThat(connection.calling().statusCode()).isEqualTo(401);
        assertThat(connection.refreshing().statusCode()).isEqualTo(400);
        assertThat(only("grants").getString("state")).isEqualTo("over");
        assertThat(change("/grant/revoke", Map.of("id", grant))).isFalse();
        assertThat(post("/grant/revoke", ADMIN, Map.of("id", "none")).statusCode()).isEqualTo(404);
    }

    @Test
    void aRevokedAccountAndARevokedClientWorkNoMore() {
        Connection other = Connection.made(wire, gateway.base());
        String client = other.client().registration().getString("client_id");

        assertThat(change("/client/revoke", Map.of("id", client))).isTrue();
        assertThat(other.calling().statusCode()).isEqualTo(401);
        assertThat(connection.calling().statusCode()).isEqualTo(200);

        assertThat(change("/account/revoke", Map.of("id", only("accounts").getString("id"))))
                .isTrue();
        assertThat(connection.calling().statusCode()).isEqualTo(401);
    }

    @Test
    void aDescribedClientIsBlockedAndReadmitted() {
        Map<String, String> id = Map.of("id", "https://app.example.com/oauth/client.json");

        assertThat(change("/client/revoke", id)).isTrue();
        assertThat(read("/clients?search=blocked").getJsonArray("clients")).hasSize(1);
        assertThat(change("/client/readmit", id)).isTrue();
        assertThat(change("/client/readmit", id)).isFalse();
        assertThat(post("/client/revoke", ADMIN, Map.of("id", "")).statusCode()).isEqualTo(404);
    }

    @Test
    void aViewerSeesAndChangesNothing() {
        assertThat(get("/grants", VIEWER).statusCode()).isEqualTo(200);
        assertThat(post("/grant/revoke", VIEWER, Map.of("id", "any")).statusCode()).isEqualTo(403);
        assertThat(post("/log-levels/set", VIEWER, Map.of("logger", "dev.keystile")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void nobodyElseIsLetIn() {
        assertThat(get("/overview", "a-token-of-nobody-that-has-32-characters").statusCode())
                .isEqualTo(401);
        assertThat(get("/overview", connection.tokens().getString("access_token")).statusCode())
                .isEqualTo(401);
        Raw.Answer none = raw("GET /admin/api/overview", "localhost");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("www-authenticate")).isEqualTo("Bearer realm=\"keystile\"");
    }

    @Test
    void aNameThatAPageReboundIsRefusedEvenWithTheToken() {
        String token = bearer(ADMIN);

        assertThat(raw("GET /admin/api/overview", "evil.example.com", token).status())
                .isEqualTo(403);
        assertThat(raw("GET /admin/api/overview", "localhost.evil.example", token).status())
                .isEqualTo(403);
        assertThat(raw("GET /admin/api/overview", "[::1]:9999", token).status()).isEqualTo(200);
    }

    @Test
    void tooManyRequestsAreLimited() {
        change(
                "/limits/override",
                Map.of(
                        "rule", "admin-network",
                        "key", "127.0.0.0/24",
                        "quota", "2/h",
                        "until", clock.instant().plus(Duration.ofHours(1)).toString()));

        assertThat(get("/overview", ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/overview", ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/overview", ADMIN).statusCode()).isEqualTo(429);
    }

    @Test
    void anOverrideIsListedUntilItIsTakenBack() {
        Map<String, String> key = Map.of("rule", "mcp-account", "key", "somebody");
        change(
                "/limits/override",
                Map.of(
                        "rule", "mcp-account",
                        "key", "somebody",
                        "quota", "60/1h",
                        "until", "2100-01-31T12:00:00Z"));
        assertThat(read("/limits").getJsonArray("overrides").getJsonObject(0).getString("quota"))
                .isEqualTo("60/3600s");

        change("/limits/lift", key);
        change("/limits/remove-override", key);

        assertThat(read("/limits").getJsonArray("overrides")).isEmpty();
        assertThat(
                        post("/limits/lift", ADMIN, Map.of("rule", "no-rule", "key", "any"))
                                .statusCode())
                .isEqualTo(400);
        assertThat(
                        post(
                                        "/limits/override",
                                        ADMIN,
                                        Map.of(
                                                "rule", "mcp-account",
                                                "key", "somebody",
                                                "quota", "much",
                                                "until", "tomorrow"))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theOverviewCountsWhatHappened() {
        connection.calling();

        JsonObject overview = read("/overview");

        assertThat(overview.getInt("clients")).isEqualTo(1);
        assertThat(overview.getInt("grants")).isEqualTo(1);
        assertThat(overview.getBoolean("store_up")).isTrue();
        JsonObject connector = only("connectors");
        assertThat(connector.getString("id")).isEqualTo("default");
        assertThat(connector.getBoolean("up")).isTrue();
    }

    @Test
    void aLevelOfTheLogIsChangedAndTakenBack() {
        String name = "dev.keystile.app.http";
        try {
            change("/log-levels/set", Map.of("logger", name, "level", "debug"));
            assertThat(Logger.getLogger(name).getLevel()).isEqualTo(Level.FINE);
            assertThat(read("/log-levels").getJsonObject("levels").getString(name))
                    .isEqualTo("debug");
            assertThat(
                            post(
                                            "/log-levels/set",
                                            ADMIN,
                                            Map.of("logger", "io.helidon", "level", "debug"))
                                    .statusCode())
                    .isEqualTo(400);
        } finally {
            change("/log-levels/set", Map.of("logger", name, "level", ""));
        }
        assertThat(Logger.getLogger(name).getLevel()).isNull();
    }

    @Test
    void aListIsExportedWhole() {
        HttpResponse<String> answer = get("/grants.csv", ADMIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"grants.csv\"");
        assertThat(answer.body().split("\r\n"))
                .hasSize(2)
                .satisfies(lines -> assertThat(lines[0]).startsWith("id,state,why,client,"))
                .satisfies(lines -> assertThat(lines[1]).contains("\"Test client\""));
    }

    @ParameterizedTest
    @DisplayName("To HEAD an export sends its length and no byte of itself")
    @ValueSource(strings = {"/grants.csv", "/audit.csv"})
    void theHeadOfAnExportIsSentAlone(String path) {
        URI base = URI.create(gateway.managementBase());
        Raw.Answer head =
                new Raw(base.getPort())
                        .send(
                                Raw.request(
                                        "HEAD /admin/api" + path,
                                        base.getAuthority(),
                                        "",
                                        "Authorization: Bearer " + ADMIN));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).startsWith("text/csv");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length"))
                .isEqualTo(Integer.toString(get(path, ADMIN).body().length()));
    }

    @Test
    void whatAnOperatorDoesStandsInTheAuditLogAndTheChainIsWhole() {
        String grant = only("grants").getString("id");
        change("/grant/revoke", Map.of("id", grant));
        post("/grant/revoke", ADMIN, Map.of("id", "none"));
        post("/grant/revoke", VIEWER, Map.of("id", grant));

        JsonArray entries = read("/audit?limit=2").getJsonArray("audit");
        assertThat(entries.getJsonObject(0).getString("subject")).isEqualTo("none");
        assertThat(entries.getJsonObject(1).getString("subject")).isEqualTo(grant);
        assertThat(entries.getJsonObject(1).getString("what")).isEqualTo("grant.revoke");
        assertThat(entries.getJsonObject(1).getString("who")).isEqualTo("admin");
        assertThat(read("/audit/verify").getBoolean("whole")).isTrue();
        assertThat(get("/audit.csv", VIEWER).body()).contains("\"" + grant + "\"");
        assertThat(get("/audit?before=none", ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void thereIsNoAdministrationWithoutAnAdmin() {
        try (var without = OpenGateway.onLoopback()) {
            assertThat(without.management("/admin/api/overview").status()).isEqualTo(404);
        }
    }
}
