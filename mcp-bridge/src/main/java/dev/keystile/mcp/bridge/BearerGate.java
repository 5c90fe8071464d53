package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Method;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Asks every request for its access token (RFC 6750), and answers those that have none or a bad
 * one. A request without {@code Authorization} may bring an API key instead; where keys travel in
 * that very field, the prefix of our tokens decides what it holds.
 */
final class BearerGate {
    private static final Logger LOGGER = System.getLogger(BearerGate.class.getName());

    private final Issuer issuer;
    private final BearerTokens tokens;
    private final CallRates rates;
    private final KeyGate keys;

    BearerGate(Issuer issuer, BearerTokens tokens, CallRates rates) {
        this.issuer = issuer;
        this.tokens = tokens;
        this.rates = rates;
        this.keys = new KeyGate(issuer);
    }

    Admission admit(McpRequest request, Method method, RawKeys rawKeys) {
        if (request.keysOnly()) {
            return keys.admitOnly(request, method, rawKeys);
        }
        ProtectedResource resource = request.resource();
        List<String> authorization = request.headers().values("authorization");
        Optional<Admission> withKey =
                authorization.isEmpty() || resource.connector().keyHeader().isAuthorization()
                        ? keys.admit(request, method, rawKeys)
                        : Optional.empty();
        return switch (Credentials.read(authorization)) {
            case Credentials.None _ ->
                    withKey.orElseGet(
                            () -> new Admission.Refused(unauthorized(resource), "no token"));
            case Credentials.Malformed _ ->
                    withKey.orElseGet(() ->
                            new Admission.Refused(malformed(resource), "malformed Authorization"));
            case Credentials.Bearer(Secret token) -> check(token, request, method, withKey);
        };
    }

    /** The answer to an API key that the upstream refused. */
    Reply invalidKey(McpRequest request) {
        return keys.refused(request);
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

    private Admission check(
            Secret token, McpRequest request, Method method, Optional<Admission> withKey) {
        return switch (tokens.check(token, request.resource())) {
            case BearerCheck.Refused(var problem) ->
                    withKey.filter(_ -> problem == BearerProblem.FOREIGN)
                            .orElseGet(() -> refused(problem, request));
            case BearerCheck.Allowed(Access access) ->
                    access.scope().covers(Scope.MCP_READ)
                            ? new Admission.Admitted(new Call.Granted(request, method, access))
                            : new Admission.Refused(
                                    insufficientScope(
                                            request.resource(),
                                            "The access token does not cover MCP calls."),
                                    "scope of the token");
        };
    }

    private Admission refused(BearerProblem problem, McpRequest request) {
        ProtectedResource resource = request.resource();
        LOGGER.log(
                Level.DEBUG,
                () ->
                        "mcp.token-refused connector="
                                + resource.connector().id()
                                + " problem="
                                + problem);
        return new Admission.Refused(
                tooManyUnknown(problem, request).orElseGet(() -> invalidToken(resource)),
                "token " + problem);
    }

    /**
     * Tokens that were good once are not counted: their clients have to hear that they are over,
     * whoever else calls from the same network.
     */
    private Optional<Reply> tooManyUnknown(BearerProblem problem, McpRequest request) {
        boolean guessed = problem == BearerProblem.UNKNOWN || problem == BearerProblem.FOREIGN;
        return guessed ? rates.tooManyUnknown(request.network().get()) : Optional.empty();
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
