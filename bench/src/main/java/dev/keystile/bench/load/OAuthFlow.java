package dev.keystile.bench.load;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One client with its person at the authorization server of a gateway, on one connection. It says
 * the same each time, so it is no measure of safety: its verifier is a fixed one.
 */
final class OAuthFlow {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CALLBACK = "http://localhost:3118/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String CLIENT =
            "{\"client_name\":\"Bench\",\"redirect_uris\":[\""
                    + CALLBACK
                    + "\"],\"token_endpoint_auth_method\":\"none\","
                    + "\"grant_types\":[\"authorization_code\",\"refresh_token\"],\"response_types\":[\"code\"]}";
    private static final Pattern TRANSACTION =
            Pattern.compile("name=\"transaction\" value=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final HttpCaller http;
    private final String base;
    private String client = "";
    private String refresh = "";

    OAuthFlow(HttpCaller http, String base) {
        this.http = http;
        this.base = base;
    }

    /** Dynamic registration (RFC 7591). */
    void register() throws IOException {
        var answer = http.post("/oauth/register", "application/json", "", CLIENT).expect(201);
        client = value(answer.body(), "client_id");
    }

    /**
     * The authorization request, both pages of consent, and the exchange of the code, for somebody
     * new.
     */
    void signIn() throws IOException {
        var page =
                http.get(
                                "/oauth/authorize?"
                                        + form(
                                                Map.of(
                                                        "response_type",
                                                        "code",
                                                        "client_id",
                                                        client,
                                                        "redirect_uri",
                                                        CALLBACK,
                                                        "code_challenge",
                                                        CHALLENGE,
                                                        "code_challenge_method",
                                                        "S256",
                                                        "state",
                                                        "state",
                                                        "scope",
                                                        "mcp",
                                                        "resource",
                                                        base + "/mcp")),
                                "")
                        .expect(200);
        String cookie = "Cookie: " + page.field("set-cookie").split(";", 2)[0] + "\r\n";
        var review =
                decide(
                                cookie,
                                Map.of(
                                        "transaction",
                                        transaction(page),
                                        "api_key",
                                        KeyUpstream.KEY + UUID.randomUUID(),
                                        "decision",
                                        "continue"))
                        .expect(200);
        var allowed =
                decide(
                                cookie,
                                Map.of(
                                        "transaction",
                                        transaction(review),
                                        "tools",
                                        "all",
                                        "decision",
                                        "allow"))
                        .expect(303);
        redeem(first(CODE, allowed.field("location")));
    }

    private HttpCaller.Answer decide(String cookie, Map<String, String> fields) throws IOException {
        return http.post(
                "/oauth/callback", FORM, cookie + "Origin: " + base + "\r\n", form(fields));
    }

    private void redeem(String code) throws IOException {
        token(
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", code,
                        "code_verifier", VERIFIER,
                        "redirect_uri", CALLBACK));
    }

    /** A refresh with rotation. */
    void refresh() throws IOException {
        token(
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", client,
                        "refresh_token", refresh));
    }

    private void token(Map<String, String> fields) throws IOException {
        var answer = http.post("/oauth/token", FORM, "", form(fields)).expect(200);
        refresh = value(answer.body(), "refresh_token");
    }

    private static String transaction(HttpCaller.Answer page) {
        return first(TRANSACTION, page.body());
    }

    private static String value(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
