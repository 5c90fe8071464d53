package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.FormattedLines;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.TestCertificate;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import dev.keystile.app.log.JsonLines;
import dev.keystile.app.log.TextLines;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a whole run: metrics, the log in both its forms, health. */
class OperationsTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final Pattern OURS =
            Pattern.compile("\\b(?:keystile|http_server|jvm|process)_[a-z_]*[a-z]\\b");

    @TempDir private Path folder;
    private final Logger logger = Logger.getLogger("dev.keystile");
    private final FormattedLines text = new FormattedLines(new TextLines());
    private final FormattedLines json = new FormattedLines(new JsonLines());
    private final Wire wire = new Wire();
    private final OpenGateway gateway = OpenGateway.onLoopback(new MovableClock());
    private final List<String> secrets = new CopyOnWriteArrayList<>(List.of(KEY));

    @BeforeEach
    void listen() {
        logger.setLevel(Level.ALL);
        logger.addHandler(text);
        logger.addHandler(json);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(text);
        logger.removeHandler(json);
        logger.setLevel(null);
        gateway.close();
        wire.close();
    }

    /** From the first 401 to a call of a tool, and a refresh. */
    private JsonObject run() {
        String url = gateway.base() + "/mcp";
        gateway.post("/mcp", "application/json", "{}");
        var client = OAuthClient.discover(wire, url);
        var person = new Person(wire, gateway.base());
        JsonObject tokens = client.signIn(person, KEY);
        secrets.add(tokens.getString("access_token"));
        secrets.add(tokens.getString("refresh_token"));
        call(tokens, "search_memory", "{\"query\":\"tea\"}");
        call(tokens, "no-such-tool", "{}");
        JsonObject next = client.refresh(tokens);
        secrets.add(next.getString("access_token"));
        secrets.add(next.getString("refresh_token"));
        return next;
    }

    private void call(JsonObject tokens, String tool, String arguments) {
        gateway.post(
                "/mcp",
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\",\"arguments\":"
                        + arguments
                        + "}}",
                "Authorization: Bearer " + tokens.getString("access_token"),
                "Accept: application/json, text/event-stream");
    }

    private String metrics() {
        return gateway.management("/metrics").body();
    }

    @Test
    void metricsTellOfTheRunAndShowNoSecret() {
        run();

        String metrics = metrics();
        assertThat(metrics)
                .contains("keystile_events_total{event=\"challenged\"}")
                .contains("keystile_events_total{event=\"connected\"} 1.0")
                .contains("keystile_events_total{event=\"refreshed\"} 1.0")
                .contains("tool=\"search_memory\"")
                .contains("tool=\"other\"")
                .doesNotContain("no-such-tool")
                .contains("keystile_store_up 1.0")
                .contains("keystile_upstream_up{connector=\"default\"} 1.0")
                .contains("http_route=\"/oauth/token\"")
                .contains(
                        "keystile_limit_decisions_total{decision=\"allowed\",rule=\"mcp-grant\"}");
        assertThat(metrics).doesNotContain(secrets);
    }

    @Test
    void theDashboardAndTheAlertsNameMetricsThatThereAre() throws IOException {
        run();
        Set<String> there = names(metrics());
        there.addAll(names(metricsWithTls()));

        for (String file : List.of("grafana/keystile.json", "prometheus/alerts.yaml")) {
            Set<String> named = names(Files.readString(Path.of("..", "deploy").resolve(file)));
            assertThat(named).hasSizeGreaterThan(5);
            assertThat(there).containsAll(named);
        }
        Set<String> events = events(Files.readString(Path.of("../deploy/prometheus/alerts.yaml")));
        assertThat(eventNames()).containsAll(events);
        assertThat(eventNames())
                .containsAll(events(Files.readString(Path.of("../deploy/grafana/keystile.json"))));
    }

    private String metricsWithTls() {
        TestCertificate.of("dns:localhost").writeTo(folder);
        try (var own =
                OpenGateway.onLoopback(new MovableClock(), TestCertificate.variables(folder))) {
            return own.management("/metrics").body();
        }
    }

    private static Set<String> names(String text) {
        return OURS.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values of the label event that are asked for. */
    private static Set<String> events(String text) {
        return Pattern.compile("event=~?\\\\?\"([a-z|-]+)")
                .matcher(text)
                .results()
                .flatMap(found -> List.of(found.group(1).split("\\|")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As the source has them: a switch over all events. */
    private static Set<String> eventNames() throws IOException {
        String source =
                Files.readString(
                        Path.of(
                                "../oauth-api/src/main/java/dev/keystile/oauth/api/spi/Event.java"));
        return Pattern.compile("\"([a-z-]+)\"")
                .matcher(source)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void neitherFormOfTheLogShowsASecret() {
        run();

        assertThat(json.all()).hasSizeGreaterThan(10).hasSameSizeAs(text.all());
        assertThat(String.join("", json.all())).doesNotContain(secrets);
        assertThat(String.join("", text.all())).doesNotContain(secrets);
    }

    @Test
    void aLineOfJsonIsOneEventWithItsFields() {
        run();

        List<JsonObject> lines = json.all().stream().map(OperationsTest::read).toList();
        JsonObject redeemed = only(lines, "code.redeemed");
        assertThat(redeemed.getString("grant")).isNotEmpty();
        assertThat(redeemed.getString("client")).isNotEmpty();
        assertThat(redeemed.getString("level")).isEqualTo("INFO");
        assertThat(redeemed.getString("time")).endsWith("Z");
        JsonObject request =
                lines.stream()
                        .filter(line -> line.getString("event", "").equals("http.request"))
                        .filter(line -> line.getString("route").equals("/oauth/token"))
                        .findFirst()
                        .orElseThrow();
        assertThat(request.getString("request")).isEqualTo(redeemed.getString("request"));
        assertThat(request.getString("grant")).isEqualTo(redeemed.getString("grant"));
        assertThat(request.getString("client")).isEqualTo(redeemed.getString("client"));
        assertThat(request.getString("ms")).matches("[0-9]+");
    }

    private static JsonObject only(List<JsonObject> lines, String event) {
        return lines.stream()
                .filter(line -> line.getString("event", "").equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject read(String line) {
        assertThat(line).endsWith("}\n").doesNotContain("\n{");
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    @Test
    void theAnswerBearsTheIdThatTheLogHas() {
        Raw.Answer answer = gateway.get("/", "X-Request-Id: made-up");

        String id = answer.header("x-request-id");
        assertThat(id).isNotEmpty().isNotEqualTo("made-up");
        assertThat(text.all()).anyMatch(line -> line.contains("http.request") && line.contains(id));
    }

    @Test
    void aTrustedProxyGivesTheId() throws IOException {
        try (OpenGateway trusting =
                OpenGateway.configured(folder, "server: {trusted-proxies: 127.0.0.1}")) {
            assertThat(trusting.get("/", "X-Request-Id: from-the-proxy").header("x-request-id"))
                    .isEqualTo("from-the-proxy");
            assertThat(trusting.get("/", "X-Request-Id: with a space").header("x-request-id"))
                    .isNotEqualTo("with a space");
        }
    }

    @Test
    void healthTellsTheStageTheStoreAndTheUpstreams() {
        assertThat(gateway.management("/health/started").status()).isEqualTo(200);
        assertThat(gateway.management("/health/ready").body())
                .contains("serving")
                .contains("default")
                .contains("up");
    }
}
