package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.OneKeyUpstream;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.SettingsFile;
import dev.keystile.app.flow.Wire;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose file of settings is changed while it runs. */
@Timeout(120)
class ReloadTest {
    private static final String JEAN_KEY = "jean_sk_of_jane";
    private static final String NOTES_KEY = "notes_of_jane";
    private static final String METADATA = "/.well-known/oauth-protected-resource";
    private static final String CALL =
            """
            {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "look", "arguments": {}}}
            """;

    @TempDir private Path folder;

    private final Logged logged = new Logged();
    private final Logger ours = Logger.getLogger("dev.keystile");
    private final Wire wire = new Wire();
    private final OneKeyUpstream jean = new OneKeyUpstream("x-api-key", JEAN_KEY);
    private final OneKeyUpstream notes = new OneKeyUpstream("x-api-key", NOTES_KEY);
    private SettingsFile file;
    private OpenGateway gateway;

    @BeforeEach
    void start() {
        // Tests before may have left it quieter.
        ours.setLevel(Level.ALL);
        file = new SettingsFile(folder.resolve("keystile.yaml"), wire);
        file.says(jeanAlone());
        gateway = OpenGateway.configured(file.path());
    }

    @AfterEach
    void stop() {
        ours.setLevel(null);
        gateway.close();
        wire.close();
        notes.close();
        jean.close();
        logged.close();
    }

    private String jeanAlone() {
        return """
        connectors:
          - {id: jean, display-name: Jean Memory, upstream-url: "%s", key-prefix: jean_sk_}
        """
                .formatted(jean.url("/mcp"));
    }

    private String both() {
        String second =
                "  - {id: notes, display-name: Notes, upstream-url: \"%s\", key-prefix: notes_}\n";
        return jeanAlone() + second.formatted(notes.url("/mcp"));
    }

    private void taken(String yaml) {
        file.says(yaml);
        HttpResponse<String> answer = file.reload(gateway.managementBase());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void refused(String yaml) {
        file.says(yaml);
        assertThat(file.reload(gateway.managementBase()).statusCode()).isEqualTo(409);
    }

    private JsonObject connect(String path, String key) {
        return OAuthClient.discover(wire, gateway.base() + path)
                .signIn(new Person(wire, gateway.base()), key);
    }

    private HttpResponse<String> call(String path, JsonObject tokens) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.base() + path))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(CALL)));
    }

    private HttpResponse<String> get(String path) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.base() + path))
                        .header("accept", "*/*")
                        .GET());
    }

    private JsonObject admin(String path) {
        return json(
                wire.send(
                        HttpRequest.newBuilder(
                                        URI.create(gateway.managementBase() + "/admin/api" + path))
                                .header("authorization", "Bearer " + SettingsFile.ADMIN)
                                .GET()));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    private String metrics() {
        return gateway.management("/metrics").body();
    }

    @Test
    void aConnectorThatIsAddedAnswersAtOnceWhereverConnectorsAre() {
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);

        taken(both());

        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
        assertThat(get(METADATA + "/mcp/notes").body()).contains("\"resource_name\":\"Notes\"");
        assertThat(get("/").body()).contains("Jean Memory", "Notes");
        JsonObject ofNotes = connect("/mcp/notes", NOTES_KEY);
        assertThat(call("/mcp/notes", ofNotes).statusCode()).isEqualTo(200);
        assertThat(notes.received().getLast()).contains("look");
        assertThat(admin("/connectors").getJsonArray("connectors")).hasSize(2);
        assertThat(gateway.management("/health/ready").body()).contains("notes");
        assertThat(metrics()).contains("keystile_upstream_up{connector=\"notes\"} 1.0");
        assertThat(logged.of("config.reloaded")).singleElement().asString().endsWith("added=notes");
    }

    @Test
    void aConnectorThatIsRemovedIsLikeAnUnknownPathUntilItComesBack() {
        taken(both());
        OAuthClient client = OAuthClient.discover(wire, gateway.base() + "/mcp/notes");
        JsonObject tokens = client.signIn(new Person(wire, gateway.base()), NOTES_KEY);
        JsonObject ofJean = connect("/mcp", JEAN_KEY);

        taken(jeanAlone());

        assertThat(call("/mcp/notes", tokens).statusCode()).isEqualTo(404);
        assertThat(get(METADATA + "/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).doesNotContain("Notes");
        assertThat(client.refreshing(tokens).body()).contains("invalid_target");
        assertThat(call("/mcp", ofJean).statusCode()).isEqualTo(200);
        assertThat(metrics()).doesNotContain("keystile_upstream_up{connector=\"notes\"}");

        taken(both());

        assertThat(call("/mcp/notes", tokens).statusCode()).isEqualTo(200);
        assertThat(client.refreshing(tokens).statusCode()).isEqualTo(200);
    }

    @Test
    void ofAFileWithOneThingWrongNothingIsTaken() {
        JsonObject ofJean = connect("/mcp", JEAN_KEY);

        refused(both() + "limits: {rules: {registration-network: 1/h}}\nlogging: {level: loud}");

        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(call("/mcp", ofJean).statusCode()).isEqualTo(200);
        connect("/mcp", JEAN_KEY);
        connect("/mcp", JEAN_KEY);
        assertThat(logged.of("config.refused"))
                .singleElement()
                .asString()
                .contains("logging.level: expected one of debug, error, info, warning");
        assertThat(admin("/overview").getJsonObject("configuration").getString("problem"))
                .startsWith("logging.level");
        assertThat(metrics())
                .contains("keystile_config_refused 1.0")
                .contains("keystile_config_reloads_total{result=\"refused\"} 1.0");

        taken(jeanAlone());

        assertThat(admin("/overview").getJsonObject("configuration").getBoolean("refused"))
                .isFalse();
        assertThat(metrics())
                .contains("keystile_config_refused 0.0")
                .contains("keystile_config_reloads_total{result=\"taken\"} 1.0");
    }

    @Test
    void theOverviewPageShowsWhyAFileWasRefused() {
        refused("connectors: none");

        HttpResponse<String> signedIn =
                wire.send(
                        HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin"))
                                .header("content-type", "application/x-www-form-urlencoded")
                                .header("origin", gateway.managementBase())
                                .POST(
                                        BodyPublishers.ofString(
                                                "decision=sign-in&token=" + SettingsFile.VIEWER)));
        String cookie =
                signedIn.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
        HttpResponse<String> page =
                wire.send(
                        HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin"))
                                .header("cookie", cookie)
                                .GET());

        assertThat(page.body()).contains("refused", "connectors: expected a list of connectors");
    }

    @Test
    void aDemoServerThatIsNotRunningIsNoWayBack() {
        refused("consent: {review: true}");

        assertThat(logged.of("config.refused")).singleElement().asString().contains("upstream-url");
        assertThat(get("/mcp").statusCode()).isEqualTo(401);
    }

    @Test
    void aLimitThatIsLoweredHoldsForTheNextRequestAndOthersGoOnCounting() {
        String limits = "limits: {rules: {revocation-network: 3/h, authorize-network: %s}}\n";
        taken(jeanAlone() + limits.formatted("100/h"));
        assertThat(List.of(revoke(), revoke())).containsOnly(200);
        assertThat(List.of(authorize(), authorize())).containsOnly(400);

        taken(jeanAlone() + limits.formatted("1/h"));

        assertThat(List.of(authorize(), authorize())).containsExactly(400, 429);
        assertThat(List.of(revoke(), revoke())).containsExactly(200, 429);
    }

    private int authorize() {
        return get("/oauth/authorize").statusCode();
    }

    private int revoke() {
        return gateway.post(
                        "/oauth/revoke",
                        "application/x-www-form-urlencoded",
                        "token=none&client_id=" + client())
                .status();
    }

    private String registered = "";

    private String client() {
        if (registered.isEmpty()) {
            registered =
                    OAuthClient.discover(wire, gateway.base() + "/mcp")
                            .registration()
                            .getString("client_id");
        }
        return registered;
    }

    @Test
    void aNetworkThatIsSharedFromNowOnHasTheWideRules() {
        assertThat(policy()).contains("authorize-network");

        taken(jeanAlone() + "limits: {shared-networks: 127.0.0.0/8}");

        assertThat(policy()).contains("authorize-shared");
    }

    private String policy() {
        return get("/oauth/authorize").headers().firstValue("ratelimit-policy").orElse("");
    }

    @Test
    void theLogLevelIsTakenAndWhatAnOperatorSetStaysUntilTheFileSaysSomethingNew() {
        taken(jeanAlone() + "logging: {level: debug}");
        assertThat(ours.getLevel()).isEqualTo(Level.FINE);

        setLevel("warning");
        taken(both() + "logging: {level: debug}");
        assertThat(ours.getLevel()).isEqualTo(Level.WARNING);

        taken(both() + "logging: {level: error}");
        assertThat(ours.getLevel()).isEqualTo(Level.SEVERE);
    }

    private void setLevel(String level) {
        wire.send(
                HttpRequest.newBuilder(
                                URI.create(gateway.managementBase() + "/admin/api/log-levels/set"))
                        .header("authorization", "Bearer " + SettingsFile.ADMIN)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("logger=dev.keystile&level=" + level)));
    }

    @Test
    void whatNeedsARestartIsNamedWithoutItsValueAndTheRestIsTaken() {
        file.says(
                both()
                        + "server: {max-connections: 77}\nbridge: {max-request-bytes: 2048}\n"
                        + "secret: another-secret-of-more-than-32-characters\n");

        HttpResponse<String> answer = file.reload(gateway.managementBase());

        assertThat(json(answer).getJsonArray("needs_restart").toString())
                .isEqualTo("[\"server.max-connections\",\"secret\",\"bridge.max-request-bytes\"]");
        assertThat(answer.body()).doesNotContain("another-secret");
        assertThat(logged.of("config.needs-restart"))
                .singleElement()
                .asString()
                .endsWith("settings=server.max-connections,secret,bridge.max-request-bytes");
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
        taken(both());
        assertThat(logged.of("config.needs-restart")).hasSize(1);
    }

    @Test
    void anAdminMayReloadWhichIsWrittenDownAndNobodyElse() {
        file.says(both());

        assertThat(file.reload(gateway.managementBase(), SettingsFile.VIEWER).statusCode())
                .isEqualTo(403);
        assertThat(file.reload(gateway.managementBase(), "made-up").statusCode()).isEqualTo(401);
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(admin("/audit").getJsonArray("audit")).isEmpty();

        taken(both());

        assertThat(admin("/audit").getJsonArray("audit").toString())
                .contains("\"admin\"", "\"settings.reload\"");
    }

    @Test
    void theCommandSaysWhatCameOfIt() {
        var out = new StringWriter();
        var err = new StringWriter();
        file.says(both());
        assertThat(run(out, err, gateway.managementBase())).isZero();
        assertThat(out.toString()).containsPattern("refused +false");
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);

        file.says("limits: {requests: many}");
        assertThat(run(out, err, gateway.managementBase())).isEqualTo(1);
        assertThat(err.toString()).startsWith("keystile: limits.requests: expected");

        assertThat(run(out, err, "http://127.0.0.1:1")).isEqualTo(1);
    }

    private static int run(StringWriter out, StringWriter err, String url) {
        return Main.commandLine(Map.of("ADMIN_TOKEN", SettingsFile.ADMIN), new SecureRandom())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("reload", "--admin-url", url);
    }

    @Test
    void aChangedFileIsTakenWithoutAWord() throws InterruptedException {
        var told = new Semaphore(0);
        var listener = new Listening(told);
        ours.addHandler(listener);

        file.says(both());

        assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        ours.removeHandler(listener);
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
    }

    /** Gives a permit for each reload. */
    private static final class Listening extends Handler {
        private final Semaphore told;

        Listening(Semaphore told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("config.reloaded")) {
                told.release();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
