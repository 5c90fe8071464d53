package dev.keystile.app.check;

import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;

/** The checks that sign in with a key: consent, tokens, a tool call. */
record SignInWalk(Wire wire, CheckTarget target, Report report, Secret key, SecureRandom random) {
    /** Runs them all. */
    void run(PublicWalk.Reached reached) {
        CheckResult<ServerMetadata> metadata = reached.metadata();
        CheckResult<RegisteredClient> client = reached.client();
        report.check("wrong API key is refused", () -> consent(metadata).wrongKey(client.need()));
        CheckResult<ConsentChecks.Review> review =
                report.check(
                        "API key is accepted",
                        () -> consent(metadata).rightKey(client.need()),
                        ConsentChecks.Review::note);
        CheckResult<Consent> consent =
                report.check(
                        "consent returns a code", () -> consent(metadata).allow(review.need()));
        CheckResult<IssuedTokens> tokens =
                report.check(
                        "code becomes tokens", () -> tokens(metadata).exchange(consent.need()));
        CheckResult<IssuedTokens> second = code(metadata, client, tokens);
        use(tokens);
        CheckResult<IssuedTokens> next = refresh(metadata, client, tokens);
        end(metadata, client, next, second);
    }

    /** With a second sign-in, so that nothing here can end the first one. */
    private CheckResult<IssuedTokens> code(
            CheckResult<ServerMetadata> metadata,
            CheckResult<RegisteredClient> client,
            CheckResult<IssuedTokens> first) {
        CheckResult<Consent> second =
                report.check(
                        "wrong code verifier is refused",
                        () -> {
                            first.need();
                            Consent again =
                                    consent(metadata)
                                            .allow(consent(metadata).rightKey(client.need()));
                            tokens(metadata).codeNeedsItsVerifier(again);
                            return again;
                        });
        return report.check("code works once", () -> tokens(metadata).codeWorksOnce(second.need()));
    }

    private void use(CheckResult<IssuedTokens> tokens) {
        report.check(
                "tool call",
                () -> new McpChecks(wire, target).callsTool(tokens.need()),
                note -> note);
        report.check(
                "token is refused at another user's URL",
                () ->
                        new GuardChecks(wire, target)
                                .refuses(target.foreignResource(), tokens.need().accessToken()));
    }

    private CheckResult<IssuedTokens> refresh(
            CheckResult<ServerMetadata> metadata,
            CheckResult<RegisteredClient> client,
            CheckResult<IssuedTokens> tokens) {
        CheckResult<IssuedTokens> next =
                report.check(
                        "refresh rotates the tokens",
                        () -> tokens(metadata).refresh(client.need(), tokens.need()));
        report.check(
                "refreshed token works", () -> new McpChecks(wire, target).accepts(next.need()));
        return next;
    }

    /** What this program was issued is of no use to anybody afterwards. */
    private void end(
            CheckResult<ServerMetadata> metadata,
            CheckResult<RegisteredClient> client,
            CheckResult<IssuedTokens> first,
            CheckResult<IssuedTokens> second) {
        report.check(
                "access token can be revoked",
                () -> revocation(metadata).accessTokenEnds(client.need(), first.need()));
        report.check(
                "refresh token can be revoked",
                () -> {
                    revocation(metadata).refreshTokenEnds(client.need(), first.need());
                    revocation(metadata).refreshTokenEnds(client.need(), second.need());
                });
    }

    private RevocationChecks revocation(CheckResult<ServerMetadata> metadata) {
        return new RevocationChecks(wire, target, metadata.need());
    }

    private ConsentChecks consent(CheckResult<ServerMetadata> metadata) {
        return new ConsentChecks(wire, target, metadata.need(), key, random);
    }

    private TokenChecks tokens(CheckResult<ServerMetadata> metadata) {
        return new TokenChecks(wire, metadata.need());
    }
}
