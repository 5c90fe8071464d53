package dev.keystile.app.check;

/** The revocation endpoint (RFC 7009). */
record RevocationChecks(Wire wire, CheckTarget target, ServerMetadata metadata) {
    /** An access token ends, and only it. */
    void accessTokenEnds(RegisteredClient client, IssuedTokens tokens) {
        revoke(client, tokens.accessToken());
        new GuardChecks(wire, target).refuses(target.resource(), tokens.accessToken());
    }

    /** A refresh token ends, and a second time is no error. */
    void refreshTokenEnds(RegisteredClient client, IssuedTokens tokens) {
        revoke(client, tokens.refreshToken());
        revoke(client, tokens.refreshToken());
        new TokenChecks(wire, metadata).refuses(client, tokens);
    }

    private void revoke(RegisteredClient client, String token) {
        Form form = Form.of("token", token).with("client_id", client.id());
        wire.send(Wire.postForm(metadata.revocationEndpoint(), form))
                .expect(200, "a client has to be able to end its own tokens")
                .expectNoStore();
    }
}
