package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;

/** The token endpoint (RFC 6749 section 5, RFC 7636 section 4.6). */
record TokenChecks(Wire wire, ServerMetadata metadata) {
    /** An unknown grant type is refused in JSON. */
    void unknownGrantType(RegisteredClient client) {
        post(Form.of("grant_type", "keystile-self-test").with("client_id", client.id()))
                .expectNoStore()
                .expectError(400, "unsupported_grant_type");
    }

    /** An unknown client is told to register again. */
    void unknownClient() {
        unknownClient("keystile-self-test-nobody");
    }

    /** This client is unknown. */
    void unknownClient(String id) {
        post(refreshParameters(id, "none")).expectNoStore().expectError(401, "invalid_client");
    }

    /** A code becomes tokens. */
    IssuedTokens exchange(Consent consent) {
        return tokens(post(consent.tokenParameters(consent.attempt().verifier())));
    }

    /** A wrong verifier is refused, which leaves the code as it was. */
    void codeNeedsItsVerifier(Consent consent) {
        post(consent.tokenParameters(consent.attempt().state()))
                .expectNoStore()
                .expectError(400, "invalid_grant");
    }

    /** A used code is refused; what it became before. */
    IssuedTokens codeWorksOnce(Consent consent) {
        IssuedTokens tokens = exchange(consent);
        post(consent.tokenParameters(consent.attempt().verifier()))
                .expectNoStore()
                .expectError(400, "invalid_grant");
        return tokens;
    }

    /** A refresh token becomes new tokens. */
    IssuedTokens refresh(RegisteredClient client, IssuedTokens old) {
        IssuedTokens next = tokens(post(refreshParameters(client.id(), old.refreshToken())));
        unless(!next.accessToken().equals(old.accessToken()), "the access token is the old one");
        unless(
                !next.refreshToken().equals(old.refreshToken()),
                "the refresh token was not rotated");
        return next;
    }

    /** The refresh token is of no use any more. */
    void refuses(RegisteredClient client, IssuedTokens ended) {
        post(refreshParameters(client.id(), ended.refreshToken()))
                .expectNoStore()
                .expectError(400, "invalid_grant");
    }

    private static Form refreshParameters(String client, String refreshToken) {
        return Form.of("grant_type", "refresh_token")
                .with("client_id", client)
                .with("refresh_token", refreshToken);
    }

    private IssuedTokens tokens(Answer answer) {
        JsonObject tokens = answer.expect(200, "the gateway's log says why").expectNoStore().json();
        Json.withoutBlanks(tokens);
        unless(Json.string(tokens, "token_type").equals("Bearer"), "token_type is not Bearer");
        unless(
                tokens.get("expires_in") instanceof JsonNumber number
                        && number.isIntegral()
                        && number.longValue() > 0,
                "expires_in is not a positive whole number");
        unless(!Json.string(tokens, "scope").isEmpty(), "scope is empty");
        return new IssuedTokens(
                Json.string(tokens, "access_token"), Json.string(tokens, "refresh_token"));
    }

    private Answer post(Form parameters) {
        return wire.send(Wire.postForm(metadata.tokenEndpoint(), parameters));
    }
}
