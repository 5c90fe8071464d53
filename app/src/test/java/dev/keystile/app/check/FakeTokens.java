package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The fake's token endpoint: tokens are counted, and each refresh token works once. */
final class FakeTokens {
    private final FakeConsent consent;
    private final AtomicInteger issued = new AtomicInteger();
    private final Map<String, String> resources = new ConcurrentHashMap<>();

    FakeTokens(FakeConsent consent) {
        this.consent = consent;
    }

    /** Whether the access token was issued for this resource. */
    boolean accepts(String token, String resource) {
        return resource.equals(resources.get(token));
    }

    FakeAnswer answer(FakeRequest request) {
        Map<String, String> form = request.form();
        if (!consent.knows(form.get("client_id"))) {
            return FakeAnswer.error(401, "invalid_client")
                    .with("WWW-Authenticate", "Basic realm=\"fake\"");
        }
        return switch (form.get("grant_type")) {
            case "authorization_code" -> issue(redeemed(form));
            case "refresh_token" -> issue(resources.remove(form.get("refresh_token")));
            default -> FakeAnswer.error(400, "unsupported_grant_type");
        };
    }

    /** An access token ends alone, a refresh token with the access token it came with. */
    FakeAnswer revoke(FakeRequest request) {
        Map<String, String> form = request.form();
        if (!consent.knows(form.get("client_id"))) {
            return FakeAnswer.error(401, "invalid_client")
                    .with("WWW-Authenticate", "Basic realm=\"fake\"");
        }
        String token = form.get("token");
        resources.remove(token);
        resources.remove(token.replace("refresh", "access"));
        return FakeAnswer.empty(200).with("Cache-Control", "no-store");
    }

    private String redeemed(Map<String, String> form) {
        Map<String, String> request =
                consent.redeem(form.get("code"), challenge(form.get("code_verifier")));
        return request == null ? null : request.get("resource");
    }

    private FakeAnswer issue(String resource) {
        if (resource == null) {
            return FakeAnswer.error(400, "invalid_grant");
        }
        int number = issued.incrementAndGet();
        resources.put("access-" + number, resource);
        resources.put("refresh-" + number, resource);
        return FakeAnswer.json(
                200,
                """
                {"access_token":"access-%1$d","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-%1$d",\
                "scope":"mcp"}\
                """
                        .formatted(number));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
