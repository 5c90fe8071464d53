package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormattedLines;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.log.JsonLines;
import dev.keystile.app.log.TextLines;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Line ends and control characters in all that strangers send: an event stays a line. */
class LogInjectionTest {
    /** A line end, an event that never was, and what a terminal obeys. */
    private static final String EVIL =
            "x\r\n2026-01-01T00:00:00.000 INFO a token.revoked grant=FORGED\u001b[2J\u0085\u2028";

    private static final String FORGED = "grant=FORGED";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    @TempDir private Path folder;
    private final Logger logger = Logger.getLogger("dev.keystile");
    private final FormattedLines text = new FormattedLines(new TextLines());
    private final FormattedLines json = new FormattedLines(new JsonLines());
    private final Wire wire = new Wire();
    private OpenGateway gateway;
    private Connection connection;

    @BeforeEach
    void start() throws IOException {
        gateway =
                OpenGateway.configured(
                        folder,
                        "server: {trusted-proxies: 127.0.0.1}\n"
                                + "limits: {rules: {registration-software: 1/h}}");
        connection = Connection.made(wire, gateway.base());
        logger.setLevel(Level.ALL);
        logger.addHandler(text);
        logger.addHandler(json);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(text);
        logger.removeHandler(json);
        logger.setLevel(null);
        wire.close();
        gateway.close();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String quoted(String value) {
        return Json.createValue(value).toString();
    }

    private void run() {
        String evil = encoded(EVIL);
        String client = connection.client().registration().getString("client_id");
        for (String name : List.of("client_name", "token_endpoint_auth_method", "scope", "x")) {
            register(name, quoted(EVIL));
            register(name, quoted(EVIL));
        }
        register("redirect_uris", "[" + quoted("https://a.example/" + EVIL) + "]");
        register("grant_types", "[" + quoted(EVIL) + "]");
        register("client_uri", quoted("https://a.example/" + EVIL));
        for (String parameter :
                List.of(
                        "client_id",
                        "redirect_uri",
                        "response_type",
                        "scope",
                        "state",
                        "resource",
                        "code_challenge",
                        "code_challenge_method",
                        evil)) {
            authorize(parameter + "=" + evil);
            authorize("client_id=" + client + "&" + parameter + "=" + evil);
            authorize(
                    "client_id="
                            + client
                            + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&"
                            + parameter
                            + "="
                            + evil);
        }
        for (String parameter :
                List.of("client_id", "grant_type", "code", "refresh_token", "resource", "token")) {
            for (String path : List.of("/oauth/token", "/oauth/revoke", "/oauth/introspect")) {
                gateway.post(path, FORM, parameter + "=" + evil);
                gateway.post(path, FORM, "client_id=" + client + "&" + parameter + "=" + evil);
            }
        }
        gateway.get("/oauth/register/" + evil.replace("+", "%20"));
        gateway.get("/mcp/oauth/" + evil.replace("+", "%20"));
        gateway.get("/" + evil.replace("+", "%20"), "X-Forwarded-For: \u0085 FORGED");
        gateway.get("/", "X-Request-Id: \u0085FORGED", "User-Agent: \u0085FORGED");
        gateway.post("/account", FORM, "decision=" + evil, "Sec-Fetch-Site: same-origin");
        gateway.post("/oauth/callback", FORM, "decision=" + evil, "Sec-Fetch-Site: same-origin");
        call("{\"name\":" + quoted(EVIL) + "}", "tools/call");
        call("{}", EVIL);
    }

    private void register(String member, String value) {
        gateway.post(
                "/oauth/register",
                JSON,
                "{\"redirect_uris\":[\"https://a.example/cb\"],\"%s\":%s}"
                        .formatted(member, value)
                        .replaceFirst(
                                "^\\{\"redirect_uris\".*?\\],\"redirect_uris\"",
                                "{\"redirect_uris\""));
    }

    private void authorize(String query) {
        gateway.get("/oauth/authorize?" + query);
    }

    private void call(String params, String method) {
        gateway.post(
                "/mcp",
                JSON,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s,\"params\":%s}"
                        .formatted(quoted(method), params),
                "Authorization: Bearer " + connection.tokens().getString("access_token"),
                "Accept: application/json, text/event-stream");
    }

    @Test
    @DisplayName("In text each event is one line, which begins with its time, and obeys nobody")
    void aLineOfTextIsOneEvent() {
        run();

        assertThat(text.all()).hasSizeGreaterThan(100);
        assertThat(text.all())
                .allSatisfy(line ->
                        assertThat(line)
                                .matches(
                                        "[0-9-]{10}T[0-9:.]{12} [A-Z]+ dev\\.keystile\\.\\S+ [^\\p{Cntrl}\\u0085\\u2028\\u2029]*\n"));
    }

    @Test
    @DisplayName("In JSON each event is one object on one line, with no field that was made up")
    void aLineOfJsonIsOneEvent() {
        run();

        assertThat(json.all()).hasSameSizeAs(text.all());
        assertThat(json.all())
                .allSatisfy(line -> {
                    assertThat(line).matches("\\{[^\\p{Cntrl}\\u0085\\u2028\\u2029]*\\}\n");
                    assertThat(read(line).getString("grant", "")).isNotEqualTo("FORGED");
                    assertThat(read(line).getString("event", "")).isNotEqualTo("token.revoked");
                });
    }

    @Test
    @DisplayName("Neither has what was made up as a field of an event")
    void nothingIsForged() {
        run();

        assertThat(text.all()).noneMatch(line -> line.contains(FORGED));
    }

    private static JsonObject read(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }
}
