package dev.keystile.example.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example over real HTTP, from a client that nobody knows to a token that is of no use. */
class NotesTest {
    private static final String BACK = "http://127.0.0.1:9/back";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        server = Notes.start(0, InstantSource.system(), new SecureRandom());
        base = "http://localhost:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void clientSignsInCallsRefreshesAndIsDisconnected() throws Exception {
        assertThat(get(member(get(notes("none")), "resource_metadata")).body())
                .contains("\"authorization_servers\":[\"" + base + "\"]");
        String client = registered();
        String code = query(allowed(client), "code");
        HttpResponse<String> issued = redeemed(client, code);
        assertThat(issued.statusCode()).isEqualTo(200);
        assertThat(issued.headers().firstValue("Cache-Control")).contains("no-store");
        HttpResponse<String> called = get(notes(member(issued, "access_token")));
        assertThat(called.statusCode()).isEqualTo(200);
        assertThat(called.body()).isEqualTo("The notes, for Reader");
        HttpResponse<String> refreshed =
                post(
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                client,
                                "refresh_token",
                                member(issued, "refresh_token")));
        String token = member(refreshed, "access_token");
        assertThat(get(notes(token)).statusCode()).isEqualTo(200);
        String refresh = member(refreshed, "refresh_token");
        assertThat(
                        post("/oauth/revoke", Map.of("client_id", client, "token", refresh))
                                .statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = get(notes(token));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"invalid_token\"");
    }

    @Test
    void wrongKeyIsAskedForAgain() throws Exception {
        HttpResponse<String> page = opened(registered());
        HttpResponse<String> again = step(page, page, Map.of("api_key", "notes_2"), "continue");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("The server refused the key.", "name=\"api_key\"");
    }

    @Test
    void whoDeniesIsSentBackWithoutCode() throws Exception {
        HttpResponse<String> page = opened(registered());
        String location = location(step(page, page, Map.of(), "deny"));
        assertThat(location).startsWith(BACK + "?").contains("error=access_denied", "state=xyz");
    }

    @Test
    void formOfAnotherSiteGoesNoFurther() throws Exception {
        HttpResponse<String> page = opened(registered());
        HttpRequest forged =
                form("/oauth/callback", fields(page, Map.of("api_key", "notes_1"), "continue"))
                        .header("Cookie", cookie(page))
                        .header("Origin", "https://attacker.example")
                        .build();
        assertThat(get(forged).statusCode()).isEqualTo(403);
    }

    @Test
    void pageShownToAnotherBrowserIsOfNoUse() throws Exception {
        String client = registered();
        HttpResponse<String> page = opened(client);
        HttpResponse<String> other = opened(client);
        HttpResponse<String> refused = step(page, other, Map.of("api_key", "notes_1"), "continue");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("too old");
    }

    @Test
    void namesOfClientsAreEscapedAndFramesForbidden() throws Exception {
        String client = member(register("<script>alert(1)</script> & \\\"Co\\\""), "client_id");
        HttpResponse<String> page = opened(client);
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'none'");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(get(HttpRequest.newBuilder(URI.create(base + "/other")).build()).statusCode())
                .isEqualTo(404);
        HttpResponse<String> wrong =
                get(HttpRequest.newBuilder(URI.create(base + "/oauth/token")).build());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void runsInItsOwnModuleOnTheServerAlone() {
        Module module = Notes.class.getModule();
        assertThat(module.getDescriptor().requires().stream().map(Requires::name).collect(toSet()))
                .containsExactlyInAnyOrder(
                        "java.base", "jdk.httpserver", "dev.keystile.oauth.impl");
        assertThat(ModuleLayer.boot().findModule("dev.keystile.app")).isEmpty();
    }

    private String registered() throws Exception {
        return member(register("Reader"), "client_id");
    }

    private HttpResponse<String> register(String name) throws Exception {
        String metadata =
                """
                {"redirect_uris":["%s"],"client_name":"%s","token_endpoint_auth_method":"none"}
                """
                        .formatted(BACK, name);
        HttpResponse<String> answer =
                get(
                        HttpRequest.newBuilder(URI.create(base + "/oauth/register"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(metadata))
                                .build());
        assertThat(answer.statusCode()).isEqualTo(201);
        return answer;
    }

    private HttpResponse<String> opened(String client) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        String query =
                encoded(
                        Map.of(
                                "response_type",
                                "code",
                                "client_id",
                                client,
                                "redirect_uri",
                                BACK,
                                "state",
                                "xyz",
                                "code_challenge",
                                challenge,
                                "code_challenge_method",
                                "S256",
                                "resource",
                                base + "/mcp"));
        HttpResponse<String> page = get(base + "/oauth/authorize?" + query);
        assertThat(page.statusCode()).isEqualTo(200);
        return page;
    }

    private String allowed(String client) throws Exception {
        HttpResponse<String> asked = opened(client);
        HttpResponse<String> review = step(asked, asked, Map.of("api_key", "notes_1"), "continue");
        assertThat(review.statusCode()).isEqualTo(200);
        return location(step(review, asked, Map.of("tools", "all"), "allow"));
    }

    /** Posts a page's form as the browser that another page was shown to. */
    private HttpResponse<String> step(
            HttpResponse<String> page,
            HttpResponse<String> shown,
            Map<String, String> typed,
            String decision)
            throws Exception {
        return get(
                form("/oauth/callback", fields(page, typed, decision))
                        .header("Cookie", cookie(shown))
                        .header("Origin", base)
                        .build());
    }

    private static Map<String, String> fields(
            HttpResponse<String> page, Map<String, String> typed, String decision) {
        var fields = new LinkedHashMap<>(typed);
        fields.put("decision", decision);
        fields.put("transaction", found(page.body(), "name=\"transaction\" value=\"([^\"]+)\""));
        return fields;
    }

    private HttpResponse<String> redeemed(String client, String code) throws Exception {
        return post(
                "/oauth/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "redirect_uri", BACK,
                        "code", code,
                        "code_verifier", VERIFIER,
                        "resource", base + "/mcp"));
    }

    private HttpRequest notes(String token) {
        var request = HttpRequest.newBuilder(URI.create(base + "/mcp"));
        return token.equals("none")
                ? request.build()
                : request.header("Authorization", "Bearer " + token).build();
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        return get(form(path, form).build());
    }

    private HttpRequest.Builder form(String path, Map<String, String> form) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)));
    }

    private HttpResponse<String> get(String url) throws Exception {
        return get(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private HttpResponse<String> get(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(joining("&"));
    }

    /** A text member of a JSON answer, or a parameter of its challenge. */
    private static String member(HttpResponse<String> answer, String name) {
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
        return found(answer.body() + challenge, "\"?" + name + "\"?[:=]\"([^\"]+)\"");
    }

    private static String query(String location, String name) {
        return found(location, "[?&]" + name + "=([^&]+)");
    }

    private static String cookie(HttpResponse<String> page) {
        return page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
