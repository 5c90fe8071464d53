package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Asks every request for its access token (RFC 6750), and answers those that have none or a bad
 * one.
 */
final class BearerGate {
    private static final Logger LOGGER = System.getLogger(BearerGate.class.getName());

    private final Issuer issuer;
    private final BearerTokens tokens;

    BearerGate(Issuer issuer, BearerTokens tokens) {
        this.issuer = issuer;
        this.tokens = tokens;
    }

    Admission admit(McpRequest request) {
        ProtectedResource resource = request.resource();
        return switch (Credentials.read(request.headers().values("authorization"))) {
            case Credentials.None _ -> new Admission.Refused(unauthorized(resource));
            case Credentials.Malformed _ -> new Admission.Refused(malformed(resource));
            case Credentials.Bearer(Secret token) -> check(token, resource);
        };
    }

    /** The answer to a token that is not, or no longer, good for this resource. */
    Reply invalidToken(ProtectedResource resource) {
        return Reply.error(
                        401,
                        "invalid_token",
                        "The access token is not valid here, or no longer; sign in again.")
                .with("WWW-Authenticate", BearerChallenge.of(issuer, resource, "invalid_token"));
    }

    /** The answer to a token that covers reading only, where a tool is called. */
    Reply scopeShort(ProtectedResource resource) {
        return insufficientScope(
                resource,
                "The access token covers reading only; calling a tool needs the scope mcp.");
    }

    private Admission check(Secret token, ProtectedResource resource) {
        return switch (tokens.check(token, resource)) {
            case BearerCheck.Refused(var problem) -> {
                LOGGER.log(
                        Level.DEBUG,
                        () ->
                                "mcp.token-refused connector="
                                        + resource.connector().id()
                                        + " problem="
                                        + problem);
                yield new Admission.Refused(invalidToken(resource));
            }
            case BearerCheck.Allowed(Access access) ->
                    access.scope().covers(Scope.MCP_READ)
                            ? new Admission.Admitted(access)
                            : new Admission.Refused(
                                    insufficientScope(
                                            resource,
                                            "The access token does not cover MCP calls."));
        };
    }

    private Reply unauthorized(ProtectedResource resource) {
        return Reply.error(401, "unauthorized", "Sign in: this MCP server needs an access token.")
                .with("WWW-Authenticate", BearerChallenge.of(issuer, resource));
    }

    private Reply malformed(ProtectedResource resource) {
        return Reply.error(
                        400,
                        "invalid_request",
                        "Send one Authorization header with one Bearer token.")
                .with("WWW-Authenticate", BearerChallenge.of(issuer, resource, "invalid_request"));
    }

    private Reply insufficientScope(ProtectedResource resource, String description) {
        return Reply.error(403, "insufficient_scope", description)
                .with(
                        "WWW-Authenticate",
                        BearerChallenge.of(issuer, resource, "insufficient_scope"));
    }
}
