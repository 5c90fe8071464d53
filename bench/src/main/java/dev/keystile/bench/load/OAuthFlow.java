package dev.keystile.bench.load;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One client with its person at an authorization server, on one connection. It says the same each
 * time, so it is no measure of safety: its verifier is a fixed one.
 */
final class OAuthFlow {
    /** Where the client awaits the code. */
    static final String CALLBACK = "http://localhost:3118/callback";

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String CLIENT =
            "{\"client_name\":\"Bench\",\"redirect_uris\":[\""
                    + CALLBACK
                    + "\"],\"token_endpoint_auth_method\":\"none\","
                    + "\"grant_types\":[\"authorization_code\",\"refresh_token\"],\"response_types\":[\"code\"]}";
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final HttpCaller http;
    private final AuthorizationServer server;
    private String client = "";
    private Tokens tokens = new Tokens("", "");

    private record Tokens(String access, String refresh) {}

    OAuthFlow(HttpCaller http, AuthorizationServer server) {
        this.http = http;
        this.server = server;
    }

    /**
     * Does everything once, and sees that a refresh token that was rotated is refused.
     *
     * @return how many requests a flow takes
     */
    static int rehearse(AuthorizationServer server) throws IOException, InterruptedException {
        try (var http = new HttpCaller(server.port())) {
            var flow = new OAuthFlow(http, server);
            flow.register();
            int before = http.requests();
            flow.signIn();
            int requests = http.requests() - before;
            Tokens rotated = flow.tokens;
            // Keycloak takes a token again that is of the same second as its successor.
            Thread.sleep(1_100);
            flow.refresh();
            flow.refresh();
            flow.askToRefresh(rotated).expect(400);
            return requests;
        }
    }

    /** Dynamic registration (RFC 7591). */
    void register() throws IOException {
        var answer =
                http.post(server.paths().registration(), "application/json", "", CLIENT)
                        .expect(201);
        client = value(answer.body(), "client_id");
    }

    /** The authorization request, what the person does, and the exchange of the code. */
    void signIn() throws IOException {
        var browser = new Browser(http, server.origin());
        var page = browser.open(server.paths().authorization() + "?" + HttpCaller.form(request()));
        String location = server.person().agree(browser, page).field("location");
        redeem(Browser.first(CODE, location));
    }

    private Map<String, String> request() {
        return Map.of(
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
                server.resource());
    }

    private void redeem(String code) throws IOException {
        take(
                token(
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", client,
                                "code", code,
                                "code_verifier", VERIFIER,
                                "redirect_uri", CALLBACK)));
    }

    /** A refresh with rotation. */
    void refresh() throws IOException {
        take(askToRefresh(tokens));
    }

    /** What the client holds now. */
    String accessToken() {
        return tokens.access();
    }

    private HttpCaller.Answer askToRefresh(Tokens held) throws IOException {
        return token(
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        held.refresh()));
    }

    private HttpCaller.Answer token(Map<String, String> fields) throws IOException {
        return http.post(server.paths().token(), HttpCaller.FORM, "", HttpCaller.form(fields));
    }

    private void take(HttpCaller.Answer answer) {
        String body = answer.expect(200).body();
        tokens = new Tokens(value(body, "access_token"), value(body, "refresh_token"));
    }

    /** The text of a member of JSON that has no blanks between its tokens. */
    static String value(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }
}
