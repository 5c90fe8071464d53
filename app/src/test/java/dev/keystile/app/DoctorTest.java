package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an admin sees of attempts to connect to a whole gateway. */
class DoctorTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String PATH = "/admin/api/attempts";

    private final MovableClock clock = new MovableClock();
    private final OpenGateway gateway = OpenGateway.onLoopback(clock, Map.of("ADMIN_TOKEN", ADMIN));
    private final Wire wire = new Wire();
    private final Person person = new Person(wire, gateway.base());

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    private OAuthClient client() {
        return OAuthClient.discover(wire, gateway.base() + "/mcp");
    }

    private static String id(OAuthClient client) {
        return client.registration().getString("client_id");
    }

    private Raw.Answer get(String path) {
        return gateway.management(path, bearer(ADMIN));
    }

    private static JsonObject json(Raw.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    private List<JsonObject> attempts(String query) {
        return json(get(PATH + query)).getJsonArray("attempts").getValuesAs(JsonObject.class);
    }

    private JsonObject only(String query) {
        List<JsonObject> found = attempts(query);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private String run(String... arguments) {
        return CommandLines.run(Map.of("ADMIN_TOKEN", ADMIN), arguments);
    }

    private String url() {
        return "http://" + gateway.managementAuthority();
    }

    /** Returns when the connection is closed, which is when the gateway is done with the call. */
    private void call(JsonObject tokens) {
        gateway.post(
                "/mcp",
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                "Authorization: Bearer " + tokens.getString("access_token"));
    }

    @Test
    void aConnectionIsShownStepByStep() {
        OAuthClient client = client();
        call(client.signIn(person, KEY));

        JsonObject attempt = only("?client=" + id(client));
        assertThat(attempt.getString("outcome")).isEqualTo("connected");
        assertThat(attempt.getJsonArray("steps").getValuesAs(JsonObject.class))
                .extracting(step -> step.getString("stage"))
                .containsExactly(
                        "challenge",
                        "resource-metadata",
                        "server-metadata",
                        "client",
                        "authorize",
                        "key",
                        "consent",
                        "token",
                        "mcp");
        assertThat(attempt.toString()).doesNotContain(KEY, "the-verifier", "state of the test");
        assertThat(json(get(PATH + "/" + attempt.getString("id")))).isEqualTo(attempt);
        assertThat(run("doctor", "--admin-url", url())).contains(" connected ", id(client));
        assertThat(run("doctor", "--admin-url", url(), attempt.getString("id")))
                .contains("client        " + id(client))
                .doesNotContain("What is the matter");
    }

    @Test
    void aCodeThatNobodyCameForIsToldAfterTenMinutes() {
        OAuthClient client = client();
        person.signIn(client.authorizationUri(), KEY);
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(only("?outcome=underway").getString("client")).isEqualTo(id(client));

        clock.advance(Duration.ofMillis(1));

        JsonObject stopped = only("?outcome=stopped");
        assertThat(stopped.getJsonObject("finding").getString("cause"))
                .isEqualTo("callback-blocked");
        assertThat(run("doctor", "--admin-url", url(), stopped.getString("id")))
                .contains("What is the matter: callback-blocked", "Known of: Gemini CLI");
    }

    @Test
    void attemptsAreAskedForByAgeTextAndPage() {
        OAuthClient early = client();
        clock.advance(Duration.ofHours(3));
        OAuthClient late = client();

        assertThat(only("?since=2h").getString("client")).isEqualTo(id(late));
        assertThat(only("?text=" + id(early)).getString("client")).isEqualTo(id(early));
        JsonObject first = json(get(PATH + "?limit=1"));
        assertThat(first.getBoolean("more")).isTrue();
        String last = first.getJsonArray("attempts").getJsonObject(0).getString("id");
        assertThat(only("?limit=1&after=" + last).getString("client")).isEqualTo(id(early));
        assertThat(run("doctor", "--admin-url", url(), "--since", "2h"))
                .contains(id(late))
                .doesNotContain(id(early));
    }

    @Test
    void attemptsAreAskedForByConnectorAndFailure() {
        OAuthClient good = client();
        call(good.signIn(person, KEY));
        OAuthClient bad = client();
        String unprotected =
                bad.authorizationUri().toString().replaceAll("&code_challenge=[^&]*", "");
        wire.send(HttpRequest.newBuilder(URI.create(unprotected)));

        assertThat(attempts("?connector=default")).hasSize(2);
        assertThat(only("?outcome=failed&connector=default").getString("client"))
                .isEqualTo(id(bad));
        assertThat(run("doctor", "--admin-url", url(), "--failed", "--connector", "default"))
                .contains(id(bad))
                .doesNotContain(id(good));
        assertThat(run("doctor", "--admin-url", url(), "--client", id(good)))
                .contains(id(good))
                .doesNotContain(id(bad));
    }

    @Test
    void onlyTheAdminIsAnswered() {
        for (String header : List.of("X-Nothing: 1", "Authorization: Bearer " + ADMIN + "x")) {
            Raw.Answer refused = gateway.management(PATH, header);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("www-authenticate")).startsWith("Bearer ");
        }
        assertThat(gateway.get(PATH, bearer(ADMIN)).status()).isEqualTo(404);
        try (var open = OpenGateway.onLoopback()) {
            assertThat(open.management(PATH, bearer(ADMIN)).status()).isEqualTo(404);
        }
    }

    @Test
    void wrongQuestionsAreToldApartFromAttemptsThatAreNotThere() {
        for (String query :
                List.of(
                        "?since=ever",
                        "?outcome=good",
                        "?limit=0",
                        "?limit=1000",
                        "?connector=none")) {
            assertThat(get(PATH + query).status()).isEqualTo(400);
        }
        assertThat(get(PATH + "/none.0.0").status()).isEqualTo(404);
    }

    @Test
    void theCommandSaysWhyItCannotTell() {
        assertThat(CommandLines.run(Map.of(), "doctor")).contains("ADMIN_TOKEN: expected");
        assertThat(
                        CommandLines.run(
                                Map.of("ADMIN_TOKEN", "x".repeat(32)),
                                "doctor",
                                "--admin-url",
                                url()))
                .contains("is ADMIN_TOKEN that of it?");
        assertThat(run("doctor", "--admin-url", url())).contains("Nobody tried to connect.");
        String unused = "http://127.0.0.1:" + RunningGateway.freePort();
        assertThat(run("doctor", "--admin-url", unused))
                .contains("nothing answers at http://127.0.0.1:");
        assertThat(run("doctor", "--admin-url", url(), "--since", "ever"))
                .contains("since is a number");
    }
}
