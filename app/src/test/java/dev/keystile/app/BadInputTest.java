package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the gateway says to wrong requests: the right status, JSON where JSON is due, no redirect
 * where none may be. Every answer is held against the API document as well.
 */
class BadInputTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String REGISTERED = "http%3A%2F%2F127.0.0.1%2Fcallback";
    private static final String CHALLENGE =
            "code_challenge="
                    + "ccccccccccccccccccccccccccccccccccccccccccc"
                    + "&code_challenge_method=S256";

    private static final MovableClock CLOCK = new MovableClock();
    private static final Wire WIRE = new Wire();
    private static final int PORT = RunningGateway.freePort();
    private static final String BASE = "http://localhost:" + PORT;
    private static Gateway gateway;
    private static String client;

    @BeforeAll
    static void start() {
        var config = LiveConfig.read(RunningGateway.environment(PORT), null);
        gateway = Gateway.start(config, CLOCK, new SecureRandom());
        var registered =
                post(
                        "/oauth/register",
                        JSON,
                        "{\"redirect_uris\":[\"http://127.0.0.1/callback\"]}");
        client = registered.body().replaceAll(".*\"client_id\":\"([^\"]+)\".*", "$1");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        WIRE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                             | invalid_client_metadata",
                "[]                                            | invalid_client_metadata",
                "{}                                            | invalid_redirect_uri",
                "{\"redirect_uris\":\"https://a.example\"}     | invalid_client_metadata",
                "{\"redirect_uris\":[7]}                       | invalid_client_metadata",
                "{\"redirect_uris\":[\"javascript:alert(1)\"]} | invalid_redirect_uri",
                "{\"redirect_uris\":[\"http://a.example/\"]}   | invalid_redirect_uri",
                "{\"redirect_uris\":[\"https://a.example/#f\"]} | invalid_redirect_uri",
            })
    void registrationIsRefusedInOAuthShape(String body, String error) {
        assertError(post("/oauth/register", JSON, body), 400, error);
    }

    @Test
    void registrationInAnotherContentTypeIsRefused() {
        assertError(post("/oauth/register", "text/plain", "{}"), 400, "invalid_client_metadata");
    }

    @Test
    void registrationThatIsTooLargeIsRefused() {
        String body =
                "{\"redirect_uris\":[\"https://a.example/\"],\"x\":\"" + "x".repeat(65536) + "\"}";
        assertThat(post("/oauth/register", JSON, body).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response_type=code&" + CHALLENGE,
                "client_id=unknown&redirect_uri=" + REGISTERED + "&response_type=code&" + CHALLENGE,
                "client_id=CLIENT&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code&"
                        + CHALLENGE,
                "client_id=CLIENT&redirect_uri=http%3A%2F%2F127.0.0.1%2Fother&response_type=code&"
                        + CHALLENGE,
                "client_id=CLIENT&client_id=CLIENT&redirect_uri=" + REGISTERED,
                "client_id=CLIENT&redirect_uri=" + REGISTERED + "&redirect_uri=" + REGISTERED,
            })
    void unknownClientOrRedirectUriNeverRedirects(String query) {
        var answer = authorize(query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("location")).isEmpty();
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("x-frame-options")).hasValue("DENY");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type=code, invalid_request",
        "response_type=code&code_challenge=short&code_challenge_method=S256, invalid_request",
        "response_type=code&code_challenge=ccccccccccccccccccccccccccccccccccccccccccc, invalid_request",
        "response_type=code&code_challenge=ccccccccccccccccccccccccccccccccccccccccccc&code_challenge_method=plain,"
                + " invalid_request",
        "code_challenge=c&code_challenge_method=S256, invalid_request",
        "response_type=token&code_challenge=c, unsupported_response_type",
        "response_type=code&response_type=code, invalid_request",
        "response_type=code&code_challenge=ccccccccccccccccccccccccccccccccccccccccccc&code_challenge_method=S256"
                + "&resource=https%3A%2F%2Fevil.example%2Fmcp, invalid_target",
    })
    void otherErrorsGoBackWithStateAndIssuer(String query, String error) {
        var answer =
                authorize("client_id=CLIENT&redirect_uri=" + REGISTERED + "&state=s%20t&" + query);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location").orElseThrow())
                .startsWith("http://127.0.0.1/callback?error=" + error + "&")
                .contains("&state=s+t&iss=http%3A%2F%2Flocalhost%3A" + PORT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request",
        "grant_type=password, 400, unsupported_grant_type",
        "grant_type=authorization_code&code=x&code_verifier=y, 400, invalid_request",
        "grant_type=authorization_code&client_id=unknown&code=x&code_verifier=y, 401, invalid_client",
        "grant_type=authorization_code&client_id=CLIENT&code_verifier=y, 400, invalid_request",
        "grant_type=authorization_code&client_id=CLIENT&code=x, 400, invalid_request",
        "grant_type=authorization_code&client_id=CLIENT&code=x&code_verifier=y, 400, invalid_grant",
        "grant_type=authorization_code&client_id=CLIENT&code=x&code=x&code_verifier=y, 400, invalid_request",
        "grant_type=refresh_token&client_id=CLIENT, 400, invalid_request",
        "grant_type=refresh_token&client_id=CLIENT&refresh_token=x, 400, invalid_grant",
        "grant_type=%zz, 400, invalid_request",
        "grant_type=%ff, 400, invalid_request",
    })
    void tokenRequestIsRefusedInOAuthShape(String form, int status, String error) {
        var answer = post("/oauth/token", FORM, form.replace("CLIENT", client));
        assertError(answer, status, error);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void tokenRequestAsJsonIsRefused() {
        assertError(
                post("/oauth/token", JSON, "{\"grant_type\":\"refresh_token\"}"),
                400,
                "invalid_request");
    }

    @Test
    void tokenRequestThatIsTooLargeIsRefused() {
        assertThat(post("/oauth/token", FORM, "x=" + "x".repeat(65536)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request",
        "client_id=CLIENT, 400, invalid_request",
        "client_id=CLIENT&token=, 400, invalid_request",
        "client_id=CLIENT&token=x&token=x, 400, invalid_request",
        "token=x, 400, invalid_request",
        "token=x&client_id=unknown, 401, invalid_client",
        "token=x&client_id=CLIENT&client_secret=x, 401, invalid_client",
        "token=%zz, 400, invalid_request",
    })
    void revocationIsRefusedInOAuthShape(String form, int status, String error) {
        assertError(post("/oauth/revoke", FORM, form.replace("CLIENT", client)), status, error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "jean_oauth_x", "%E2%82%AC", "%00", "a+b"})
    void revocationOfNoTokenIsDone(String token) {
        var answer = post("/oauth/revoke", FORM, "client_id=" + client + "&token=" + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401, invalid_client",
        "token=x, 401, invalid_client",
        "token=x&client_id=CLIENT, 401, invalid_client",
        "token=x&client_id=&client_secret=, 401, invalid_client",
        "token=x&token=x, 400, invalid_request",
        "token=%ff, 400, invalid_request",
    })
    void introspectionIsRefusedInOAuthShape(String form, int status, String error) {
        assertError(post("/oauth/introspect", FORM, form.replace("CLIENT", client)), status, error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLIENT", "unknown", "-", "~", "a.b"})
    void aRegistrationIsNotManagedWithoutItsToken(String id) {
        var path = "/oauth/register/" + id.replace("CLIENT", client);
        for (String method : new String[] {"GET", "PUT", "DELETE"}) {
            var answer = WIRE.send(request(path).method(method, BodyPublishers.ofString("{}")));
            assertError(answer, 401, "invalid_token");
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .hasValue("Bearer realm=\"keystile\"");
        }
    }

    @Test
    void consentFormOfAnotherSiteIsRefusedBeforeTheKeyIsRead() {
        var answer =
                WIRE.send(
                        request("/oauth/callback")
                                .header("content-type", FORM)
                                .header("origin", "https://evil.example")
                                .POST(
                                        BodyPublishers.ofString(
                                                "decision=continue&api_key=jean_sk_demo_1")));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void consentPageOfAnotherBrowserOrTooOldIsRefused() {
        var oauth = OAuthClient.discover(WIRE, BASE + "/mcp");
        var person = new Person(WIRE, BASE);
        var page = person.open(oauth.authorizationUri());
        var stranger = new Person(WIRE, BASE);
        assertThat(stranger.press(page, "continue", Map.of("api_key", "jean_sk_demo_1")).status())
                .isEqualTo(400);
        CLOCK.advance(Duration.ofMinutes(10));
        var late = person.press(page, "continue", Map.of("api_key", "jean_sk_demo_1"));
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.text()).doesNotContain("jean_sk_demo_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer a b", "Bearer ,"})
    void malformedCredentialsAreABadRequest(String authorization) {
        var answer =
                WIRE.send(
                        request("/mcp")
                                .header("authorization", authorization)
                                .header("content-type", JSON)
                                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(answer.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer "));
    }

    @Test
    void mcpRequestThatIsTooLargeIsRefusedWithJson() {
        var oauth = OAuthClient.discover(WIRE, BASE + "/mcp");
        var tokens =
                oauth.redeem(
                        oauth.codeOf(
                                new Person(WIRE, BASE)
                                        .signIn(oauth.authorizationUri(), "jean_sk_demo_1")));
        // Sent only when the server asks for it: what is still under way could meet a closed
        // connection.
        var answer =
                WIRE.send(
                        request("/mcp")
                                .expectContinue(true)
                                .header(
                                        "authorization",
                                        "Bearer " + tokens.getString("access_token"))
                                .header("content-type", JSON)
                                .POST(BodyPublishers.ofString(" ".repeat(4 * 1024 * 1024 + 1))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/mcp",
                "/.well-known/oauth-protected-resource/other",
                "/.well-known/oauth-protected-resource/mcp/oauth/..",
                "/.well-known/oauth-protected-resource/mcp/oauth/a%2Fb",
                "/.well-known/nothing",
                "/mcp/oauth/.well-known/oauth-authorization-server",
            })
    void unknownDiscoveryPathIsAJson404(String path) {
        var answer = WIRE.send(request(path).header("accept", "*/*").GET());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    }

    private static void assertError(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .contains("\"error\":\"" + error + "\"")
                .doesNotContain("Exception", "\tat ");
    }

    private static HttpResponse<String> authorize(String query) {
        return WIRE.send(
                request("/oauth/authorize?" + query.replace("CLIENT", client))
                        .header("accept", "text/html")
                        .GET());
    }

    private static HttpResponse<String> post(String path, String type, String body) {
        return WIRE.send(
                request(path).header("content-type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(BASE + path));
    }
}
