package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Secret;
import java.util.List;

/**
 * Authentication of those who introspect tokens (RFC 7662 section 2.1): a resource server by HTTP
 * Basic or in the body, the admin by a bearer token.
 */
record IntrospectionAuthentication(IntrospectionCallers callers) {
    /** How a resource server may authenticate; the admin's way is no part of the metadata. */
    static final List<String> METHODS =
            List.of(AuthMethod.CLIENT_SECRET_BASIC.value(), AuthMethod.CLIENT_SECRET_POST.value());

    private static final System.Logger LOG =
            System.getLogger(IntrospectionAuthentication.class.getName());
    private static final String BEARER = "Bearer ";

    /** Who asks. */
    sealed interface Outcome {
        /** Somebody who may. */
        record Authorized() implements Outcome {}

        /**
         * Nobody who may.
         *
         * @param bearer whether a bearer token was shown
         */
        record Unauthorized(boolean bearer) implements Outcome {}

        /** Credentials of two kinds at once. */
        record Ambiguous() implements Outcome {}
    }

    Outcome authenticate(ClientRequest request) {
        Secret header = request.authorization();
        if (header == null) {
            return check(body(request));
        }
        if (request.parameters().value("client_secret") != null) {
            return new Outcome.Ambiguous();
        }
        String value = header.reveal();
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? checkAdmin(Secret.of(value.substring(BEARER.length()).strip()))
                : check(BasicCredentials.read(header, request.parameters().value("client_id")));
    }

    private static List<ClientAuthentication.Claim> body(ClientRequest request) {
        String id = request.parameters().value("client_id");
        Secret secret = request.parameters().secret("client_secret");
        return List.of(new ClientAuthentication.Claim(id == null ? "" : id, secret));
    }

    private Outcome check(List<ClientAuthentication.Claim> claims) {
        return claims.stream().anyMatch(claim -> callers.accepts(claim.clientId(), claim.secret()))
                ? new Outcome.Authorized()
                : unauthorized(false);
    }

    private Outcome checkAdmin(Secret token) {
        return callers.acceptsAdmin(token) ? new Outcome.Authorized() : unauthorized(true);
    }

    private static Outcome unauthorized(boolean bearer) {
        LOG.log(
                System.Logger.Level.INFO,
                "introspection.refused scheme={0}",
                bearer ? "bearer" : "client");
        return new Outcome.Unauthorized(bearer);
    }
}
