package dev.keystile.app.trace;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.FormattedLines;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.log.JsonLines;
import dev.keystile.app.log.TextLines;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole gateway that says all it can in its log and its traces, while things go well and wrong:
 * none of the secrets that were used is in them, in any writing.
 */
@Timeout(120)
class SecretsOfARunTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String WRONG_KEY = "jean_sk_a_key_that_is_wrong";
    private static final String WRONG = "a-wrong-secret-of-a-run";
    private static final String STATE = "state of the test";
    private static final String MASTER = "the-secret-of-this-gateway-has-32-bytes-or-more";

    @TempDir private Path folder;
    private final Logger logger = Logger.getLogger("dev.keystile");
    private final FormattedLines text = new FormattedLines(new TextLines());
    private final FormattedLines json = new FormattedLines(new JsonLines());
    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Secrets secrets =
            new Secrets(
                    KEY,
                    WRONG_KEY,
                    WRONG,
                    STATE,
                    MASTER,
                    ADMIN,
                    VIEWER,
                    OAuthClient.VERIFIER,
                    "a-token-of-the-receiver");
    private final Map<String, String> lastIssued = new HashMap<>();
    private final Wire wire = new Wire(Map.of(), this::keep);
    private OpenGateway gateway;
    private OAuthClient client;
    private Person person;

    private void keep(HttpResponse<String> answer) {
        secrets.addFrom(answer);
        if (answer.uri().getPath().equals("/oauth/token") && answer.statusCode() == 200) {
            for (String member : List.of("access_token", "refresh_token")) {
                lastIssued.put(member, OAuthClient.json(answer).getString(member));
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        logger.setLevel(Level.ALL);
        // At the root: what libraries say counts as well.
        Logger.getLogger("").addHandler(text);
        Logger.getLogger("").addHandler(json);
        gateway =
                OpenGateway.configured(
                        folder,
                        """
                        secret: %s
                        management: {admin-token: "%s", viewer-token: "%s"}
                        tracing: {endpoint: '%s', headers: 'authorization=a-token-of-the-receiver'}
                        """
                                .formatted(MASTER, ADMIN, VIEWER, receiver.url()));
        person = new Person(wire, gateway.base());
        client =
                OAuthClient.discover(
                        wire,
                        gateway.base() + "/mcp",
                        "\"token_endpoint_auth_method\": \"client_secret_post\"",
                        (_, _) -> "");
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(text);
        Logger.getLogger("").removeHandler(json);
        logger.setLevel(null);
        gateway.close();
        receiver.close();
        wire.close();
    }

    private String registered(String member) {
        return client.registration().getString(member);
    }

    private int post(String path, Map<String, String> form) {
        return wire.send(
                        request(path)
                                .header("content-type", "application/x-www-form-urlencoded")
                                .header("sec-fetch-site", "same-origin")
                                .POST(BodyPublishers.ofString(FormText.encode(form))))
                .statusCode();
    }

    private HttpRequest.Builder request(String path) {
        String base = path.startsWith("/admin") ? gateway.managementBase() : gateway.base();
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private int token(Map<String, String> of) {
        Map<String, String> form =
                new HashMap<>(
                        Map.of(
                                "client_id",
                                registered("client_id"),
                                "client_secret",
                                registered("client_secret"),
                                "redirect_uri",
                                OAuthClient.REDIRECT_URI,
                                "code_verifier",
                                OAuthClient.VERIFIER));
        form.putAll(of);
        return post("/oauth/token", form);
    }

    private int call(String path, String field, String value) {
        return wire.send(
                        request(path)
                                .header(field, value)
                                .header("content-type", "application/json")
                                .header("accept", "application/json, text/event-stream")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")))
                .statusCode();
    }

    private int manage(String token) {
        return wire.send(
                        HttpRequest.newBuilder(URI.create(registered("registration_client_uri")))
                                .header("authorization", "Bearer " + token)
                                .GET())
                .statusCode();
    }

    /** Signs in after a wrong key, and redeems after a wrong verifier and a wrong secret. */
    private void connect() {
        Page first = person.open(client.authorizationUri());
        Page wrong = person.press(first, "continue", Map.of("api_key", WRONG_KEY));
        assertThat(wrong.status()).isEqualTo(401);
        Page review = person.press(wrong, "continue", Map.of("api_key", KEY));
        String code = client.codeOf(person.press(review, "allow").location());
        Map<String, String> good = Map.of("grant_type", "authorization_code", "code", code);
        assertThat(token(with(good, "client_secret", WRONG))).isEqualTo(401);
        assertThat(token(with(good, "code_verifier", WRONG.repeat(2)))).isEqualTo(400);
        assertThat(token(good)).isEqualTo(200);
        assertThat(token(good)).isEqualTo(400);
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> changed = new HashMap<>(form);
        changed.put(name, value);
        return changed;
    }

    private void use() {
        String access = issued("access_token");
        assertThat(call("/mcp", "authorization", "Bearer " + access)).isEqualTo(200);
        assertThat(call("/mcp/oauth/bob", "authorization", "Bearer " + access)).isEqualTo(401);
        assertThat(call("/mcp", "authorization", "Bearer " + WRONG)).isEqualTo(401);
        assertThat(call("/mcp", "x-api-key", KEY)).isEqualTo(200);
        assertThat(call("/mcp", "x-api-key", WRONG_KEY)).isEqualTo(401);
        String refresh = issued("refresh_token");
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh);
        assertThat(token(form)).isEqualTo(200);
        assertThat(token(with(form, "refresh_token", "jean_oauth_" + WRONG))).isEqualTo(400);
        assertThat(manage(registered("registration_access_token"))).isEqualTo(200);
        assertThat(manage(WRONG)).isEqualTo(401);
        assertThat(
                        post(
                                "/oauth/introspect",
                                Map.of("token", access, "client_id", "x", "client_secret", WRONG)))
                .isEqualTo(401);
    }

    private void lookAfter() {
        Page signIn = person.open(URI.create(gateway.base() + "/account"));
        assertThat(person.press(signIn, "sign-in", Map.of("api_key", WRONG_KEY)).status())
                .isEqualTo(401);
        URI in = person.press(signIn, "sign-in", Map.of("api_key", KEY)).location();
        Page session = person.open(URI.create(gateway.base()).resolve(in));
        assertThat(person.press(session, "disconnect-all").status()).isEqualTo(303);
        assertThat(post("/admin", Map.of("decision", "sign-in", "token", WRONG))).isEqualTo(401);
        assertThat(post("/admin", Map.of("decision", "sign-in", "token", ADMIN))).isEqualTo(303);
        assertThat(
                        post(
                                "/oauth/revoke",
                                Map.of(
                                        "token",
                                        issued("refresh_token"),
                                        "client_id",
                                        registered("client_id"),
                                        "client_secret",
                                        registered("client_secret"))))
                .isEqualTo(200);
    }

    private String issued(String member) {
        return lastIssued.get(member);
    }

    private void run() {
        connect();
        use();
        lookAfter();
        gateway.close();
    }

    private void assertNothingToldIn(List<String> told) {
        String all = String.join("\n", told);
        assertThat(secrets.count()).isGreaterThan(20);
        assertThat(secrets.in(all)).isEmpty();
    }

    @Test
    @DisplayName("SEC-09: the log at its most talkative level, in both forms")
    void theLog() {
        run();

        assertThat(text.all())
                .hasSizeGreaterThan(60)
                .anyMatch(line -> line.contains("token.rotated"))
                .anyMatch(line -> line.contains("key.refused"))
                .anyMatch(line -> line.contains("client.rejected"))
                .anyMatch(line -> line.contains("http.request"));
        assertNothingToldIn(text.all());
        assertNothingToldIn(json.all());
    }

    @Test
    @DisplayName("SEC-09: the traces that are exported")
    void theTraces() {
        run();

        assertThat(receiver.spans()).hasSizeGreaterThan(20);
        assertThat(receiver.spans())
                .anyMatch(span -> span.getName().contains("/oauth/token"))
                .anyMatch(span -> span.getName().contains("/oauth/callback"));
        assertNothingToldIn(receiver.bodies());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd"})
    @DisplayName(
            "SEC-09: a secret would be found in each of its writings, whatever stands around it")
    void aSecretWouldBeFound(String before) {
        String secret = "s3cret+of/this=test";
        String around = before + secret + "&more=text";
        byte[] bytes = around.getBytes(StandardCharsets.UTF_8);

        assertThat(
                        List.of(
                                around,
                                FormText.encode(Map.of("q", around)),
                                HexFormat.of().formatHex(bytes),
                                Base64.getEncoder().encodeToString(bytes),
                                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                .allSatisfy(text -> assertThat(new Secrets(secret).in(text)).hasSize(1));
    }
}
