package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.http.Raw;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One issuer, and one name for each resource, wherever a client meets them. */
class IssuerIdentityTest {
    private static final long SEED = 20261125;
    private static final int USERS = 20;
    private static final String ID_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";
    private static final String CALLBACK = "http://127.0.0.1/callback";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:{port}",
                "http://127.0.0.1:{port}",
                "http://[::1]:{port}",
                "https://gateway.example.com",
                "https://gateway.example.com:8443"
            })
    @DisplayName(
            "AS-M-02, AS-A-21, RS-P-01, RS-P-02, RS-P-03, RS-T-02: the issuer is the same bytes in"
                    + " both documents and in iss, and a resource is named as it is called")
    void everythingNamesTheSameIssuer(String url) {
        int port = RunningGateway.freePort();
        String base = url.replace("{port}", String.valueOf(port));
        try (Gateway gateway = start(port, base)) {
            var site = new Site(base, new Raw(port));
            String client = site.register();
            for (String path : paths()) {
                JsonObject resource = site.json(site.metadataOf(path));
                assertThat(resource.getString("resource")).isEqualTo(base + path);
                assertThat(strings(resource, "authorization_servers")).containsExactly(base);
                assertThat(site.issuerOfAnError(client, base + path)).isEqualTo(base);
            }
            assertThat(site.json("/.well-known/oauth-authorization-server").getString("issuer"))
                    .isEqualTo(base);
            assertThat(site.issuerOfACode(client, base + "/mcp/oauth/demo-1")).isEqualTo(base);
            assertThat(gateway.resources().issuer().value()).isEqualTo(base);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://gateway.example.com"})
    @DisplayName("RS-P-08, SEC-12: nothing tells whether a user is known")
    void knownUserLooksLikeAnyOther(String base) {
        int port = RunningGateway.freePort();
        try (var _ = start(port, base)) {
            var site = new Site(base, new Raw(port));
            site.issuerOfACode(site.register(), base + "/mcp/oauth/demo-1");

            Raw.Answer known = site.send("POST /mcp/oauth/demo-1", "", "{}");
            Raw.Answer unknown = site.send("POST /mcp/oauth/nobody", "", "{}");

            assertThat(known.status()).isEqualTo(401);
            assertThat(unknown.body()).isEqualTo(known.body());
            assertThat(unknown.headers().keySet()).isEqualTo(known.headers().keySet());
            assertThat(unknown.header("WWW-Authenticate").replace("/nobody", "/demo-1"))
                    .isEqualTo(known.header("WWW-Authenticate"));
        }
    }

    private static Gateway start(int port, String base) {
        Map<String, String> environment = new HashMap<>(RunningGateway.environment(port));
        environment.put("API_BASE_URL", base);
        return Gateway.start(
                LiveConfig.read(environment, null), new MovableClock(), new SecureRandom());
    }

    /** The shared resource, and personal ones of users drawn from all that an id may be. */
    private static List<String> paths() {
        var random = new Random(SEED);
        Stream<String> ids =
                IntStream.range(0, USERS)
                        .map(i -> i == 0 ? 64 : 3 + random.nextInt(62))
                        .mapToObj(length -> id(random, length));
        return Stream.concat(Stream.of("/mcp"), ids.map(id -> "/mcp/oauth/" + id)).toList();
    }

    private static String id(Random random, int length) {
        return random.ints(length, 0, ID_CHARACTERS.length())
                .mapToObj(at -> ID_CHARACTERS.substring(at, at + 1))
                .collect(Collectors.joining());
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    /** A gateway as clients reach it through a proxy that passes their {@code Host} on. */
    private record Site(String base, Raw raw) {
        Raw.Answer send(String methodAndPath, String headers, String body) {
            return raw.send(
                    Raw.request(
                            methodAndPath,
                            URI.create(base).getRawAuthority(),
                            body,
                            headers.lines().toArray(String[]::new)));
        }

        JsonObject json(String path) {
            Raw.Answer answer = send("GET " + path, "", "");
            assertThat(answer.status()).as(path).isEqualTo(200);
            return answer.json();
        }

        /** The path of a resource's metadata, as the challenge names it. */
        String metadataOf(String path) {
            String challenge = send("POST " + path, "", "{}").header("WWW-Authenticate");
            String url = challenge.replaceAll(".*resource_metadata=\"([^\"]+)\".*", "$1");
            assertThat(url).isEqualTo(base + "/.well-known/oauth-protected-resource" + path);
            return url.substring(base.length());
        }

        String register() {
            String metadata =
                    "{\"redirect_uris\":[\""
                            + CALLBACK
                            + "\"],\"token_endpoint_auth_method\":\"none\"}";
            return send("POST /oauth/register", "Content-Type: application/json\n", metadata)
                    .json()
                    .getString("client_id");
        }

        String issuerOfAnError(String client, String resource) {
            return issuer(open(client, resource, "token"), "error");
        }

        /** Signs in with a key of the demo. */
        String issuerOfACode(String client, String resource) {
            Raw.Answer page = open(client, resource, "code");
            String cookie = "Cookie: " + page.header("Set-Cookie").split(";")[0] + "\n";
            Raw.Answer review =
                    post(page, cookie, Map.of("decision", "continue", "api_key", "jean_sk_demo_1"));
            return issuer(
                    post(review, cookie, Map.of("decision", "allow", "tools", "all")), "code");
        }

        private Raw.Answer open(String client, String resource, String responseType) {
            Map<String, String> parameters =
                    Map.of(
                            "response_type", responseType,
                            "client_id", client,
                            "redirect_uri", CALLBACK,
                            "code_challenge", "c".repeat(43),
                            "code_challenge_method", "S256",
                            "resource", resource);
            return send("GET /oauth/authorize?" + FormText.encode(parameters), "", "");
        }

        private Raw.Answer post(Raw.Answer page, String cookie, Map<String, String> entries) {
            Map<String, String> form = new HashMap<>(entries);
            form.put(
                    "transaction",
                    Jsoup.parse(page.body()).select("input[name=transaction]").val());
            return send(
                    "POST /oauth/callback",
                    cookie
                            + "Sec-Fetch-Site: same-origin\n"
                            + "Content-Type: application/x-www-form-urlencoded\n",
                    FormText.encode(form));
        }

        private static String issuer(Raw.Answer redirect, String outcome) {
            assertThat(redirect.status()).isEqualTo(303);
            Map<String, String> answer = FormText.query(URI.create(redirect.header("Location")));
            assertThat(answer).containsKey(outcome);
            return answer.get("iss");
        }
    }
}
