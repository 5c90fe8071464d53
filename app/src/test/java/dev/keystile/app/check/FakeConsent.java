package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fake's registration and authorization pages. The page's hidden field is simply a number. */
final class FakeConsent {
    /** The key that is accepted. */
    static final String KEY = "fake_key_right";

    private static final String CLIENT = "client-1";
    private static final String MANAGEMENT_TOKEN = "m".repeat(43);

    private final String base;
    private final Map<String, Map<String, String>> requests = new ConcurrentHashMap<>();
    private volatile boolean deleted;

    FakeConsent(String base) {
        this.base = base;
    }

    boolean knows(String client) {
        return CLIENT.equals(client) && !deleted;
    }

    /** The authorization request that the code stands for, once; null when there is none. */
    Map<String, String> redeem(String code, String challenge) {
        Map<String, String> request = requests.get(code);
        return request != null && request.get("code_challenge").equals(challenge)
                ? requests.remove(code)
                : null;
    }

    FakeAnswer register(FakeRequest request) {
        if (request.body().contains("javascript:")) {
            return FakeAnswer.error(400, "invalid_redirect_uri");
        }
        return FakeAnswer.json(201, registration());
    }

    FakeAnswer manage(FakeRequest request) {
        if (!request.header("authorization").equals("Bearer " + MANAGEMENT_TOKEN) || deleted) {
            return FakeAnswer.error(401, "invalid_token")
                    .with("WWW-Authenticate", "Bearer realm=\"fake\", error=\"invalid_token\"");
        }
        deleted = request.method().equals("DELETE");
        return deleted
                ? FakeAnswer.empty(204).with("Cache-Control", "no-store")
                : FakeAnswer.json(200, registration());
    }

    private String registration() {
        return """
        {"client_id":"client-1","client_id_issued_at":1,"client_name":"Keystile self-test",\
        "registration_client_uri":"%s/oauth/register/client-1","registration_access_token":"%s",\
        "redirect_uris":["http://127.0.0.1/callback","http://localhost/callback"],\
        "token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],\
        "response_types":["code"]}\
        """
                .formatted(base, MANAGEMENT_TOKEN);
    }

    FakeAnswer authorize(FakeRequest request) {
        Map<String, String> query = request.query();
        if (!knows(query.get("client_id"))
                || !query.get("redirect_uri").startsWith("http://127.0.0.1:")) {
            return FakeAnswer.page(400, "<p>Unknown");
        }
        if (!query.containsKey("code_challenge")) {
            return redirect(query, "error=invalid_request");
        }
        String transaction = Integer.toString(requests.size() + 1);
        requests.put(transaction, query);
        return FakeAnswer.page(200, keyForm(transaction))
                .with("Set-Cookie", "keystile-1=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    FakeAnswer callback(FakeRequest request) {
        Map<String, String> form = request.form();
        if (!request.header("origin").equals(base)
                || !request.header("cookie").equals("keystile-1=abc")) {
            return FakeAnswer.page(403, "<p>Foreign");
        }
        Map<String, String> asked = requests.get(form.get("transaction"));
        return switch (form.get("decision")) {
            case "deny" -> redirect(asked, "error=access_denied");
            case "allow" -> redirect(asked, "code=" + form.get("transaction"));
            default ->
                    KEY.equals(form.get("api_key"))
                            ? review(form)
                            : FakeAnswer.page(401, keyForm(form.get("transaction")));
        };
    }

    private static FakeAnswer review(Map<String, String> form) {
        return FakeAnswer.page(
                200,
                """
                <form method="post" action="/oauth/callback">
                <input type="hidden" name="transaction" value="%s">
                <ul class="tools"><li>look</li><li>change</li></ul>
                <button name="decision" value="allow">Allow</button>
                </form>\
                """
                        .formatted(form.get("transaction")));
    }

    private static String keyForm(String transaction) {
        return """
        <form method="post" action="/oauth/callback">
        <input type="hidden" name="transaction" value="%s">
        <input type="password" name="api_key">
        <button name="decision" value="continue">Continue</button>
        <button name="decision" value="deny">Deny</button>
        </form>\
        """
                .formatted(transaction);
    }

    private FakeAnswer redirect(Map<String, String> asked, String outcome) {
        return FakeAnswer.empty(303)
                .with("Cache-Control", "no-store")
                .with(
                        "Location",
                        "%s?%s&state=%s&iss=%s"
                                .formatted(
                                        asked.get("redirect_uri"),
                                        outcome,
                                        asked.get("state"),
                                        URLEncoder.encode(base, UTF_8)));
    }
}
