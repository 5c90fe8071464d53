package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One authorization request with what belongs to it.
 *
 * @param verifier the PKCE code verifier (RFC 7636 section 4.1)
 */
record Attempt(RegisteredClient client, String resource, String state, String verifier) {
    /** A request for this resource with fresh secrets. */
    static Attempt of(RegisteredClient client, String resource, SecureRandom random) {
        return new Attempt(client, resource, secret(random), secret(random));
    }

    /** 256 random bits as 43 characters. */
    static String secret(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return base64url(bytes);
    }

    /** The parameters of the authorization request. */
    Form parameters() {
        return Form.of("response_type", "code")
                .with("client_id", client.id())
                .with("redirect_uri", RegisteredClient.REDIRECT_URI)
                .with("code_challenge", challenge())
                .with("code_challenge_method", "S256")
                .with("state", state)
                .with("scope", "mcp")
                .with("resource", resource);
    }

    /** The parameters of the token request for a code. */
    Form tokenParameters(String code, String codeVerifier) {
        return Form.of("grant_type", "authorization_code")
                .with("client_id", client.id())
                .with("redirect_uri", RegisteredClient.REDIRECT_URI)
                .with("code", code)
                .with("code_verifier", codeVerifier)
                .with("resource", resource);
    }

    private String challenge() {
        try {
            return base64url(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
