package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Client authentication at the token endpoint and its neighbours (OAuth 2.1 section 2.4). */
record ClientAuthentication(Clients clients, InstantSource clock) {
    private static final System.Logger LOG = System.getLogger(ClientAuthentication.class.getName());

    /**
     * Compared with when there is no such client or it has no secret, so that both cost the same.
     */
    private static final Digest NOBODY = Digest.of(new byte[0]);

    /** Who sent the request. */
    sealed interface Outcome {
        /** This client. */
        record Authenticated(Clients.Known client) implements Outcome {}

        /**
         * Nobody we know.
         *
         * @param basic whether HTTP Basic was used
         */
        record Failed(OAuthFailure failure, boolean basic) implements Outcome {}
    }

    Outcome authenticate(ClientRequest request) {
        Secret header = request.authorization();
        if (header == null) {
            return check(body(request), false);
        }
        if (request.parameters().value("client_secret") != null) {
            return failed(
                    OAuthError.INVALID_REQUEST,
                    "use one way of client authentication, not two",
                    false,
                    body(request));
        }
        String id = request.parameters().value("client_id");
        List<Claim> claims =
                BasicCredentials.read(header).stream()
                        .filter(claim -> id == null || id.equals(claim.clientId()))
                        .toList();
        return check(claims, true);
    }

    /** A client id with the secret that is to prove it. */
    record Claim(String clientId, @Nullable Secret secret) {}

    private static List<Claim> body(ClientRequest request) {
        String id = request.parameters().value("client_id");
        return id == null
                ? List.of()
                : List.of(new Claim(id, request.parameters().secret("client_secret")));
    }

    private Outcome check(List<Claim> claims, boolean basic) {
        if (claims.isEmpty() && !basic) {
            return failed(OAuthError.INVALID_REQUEST, "client_id is missing", false, claims);
        }
        return claims.stream()
                .flatMap(claim -> proven(claim).stream())
                .findFirst()
                .<Outcome>map(Outcome.Authenticated::new)
                .orElseGet(() ->
                        failed(
                                OAuthError.INVALID_CLIENT,
                                "the client is not known here, or its secret is wrong",
                                basic,
                                claims));
    }

    private Optional<Clients.Known> proven(Claim claim) {
        return switch (clients.find(claim.clientId())) {
            case Clients.Lookup.Found(Clients.Known known) ->
                    Optional.of(known).filter(_ -> proves(claim, known.client().secretDigest()));
            case Clients.Lookup.Unknown _ -> {
                boolean _ = proves(claim, null);
                yield Optional.empty();
            }
            // The grant knows whether this client has to prove more.
            case Clients.Lookup.Unreachable _ ->
                    Optional.of(claim)
                            .filter(shown -> shown.secret() == null)
                            .map(_ -> unread(claim.clientId()));
        };
    }

    private static boolean proves(Claim claim, @Nullable Digest stored) {
        Digest shown = Digest.of(Objects.requireNonNullElse(claim.secret(), Secret.of("")));
        boolean equal = Objects.requireNonNullElse(stored, NOBODY).matches(shown);
        boolean open = stored == null && claim.secret() == null;
        return open || (stored != null && equal);
    }

    private Clients.Known unread(String id) {
        return new Clients.Known.Described(Client.unread(new ClientId(id), clock.instant()));
    }

    /** To the client all causes are the same; the log names the client when it is one of ours. */
    private Outcome failed(
            OAuthError error, String description, boolean basic, List<Claim> claims) {
        String known =
                claims.stream()
                        .map(Claim::clientId)
                        .filter(clients::seen)
                        .findFirst()
                        .orElse("unknown");
        LOG.log(
                System.Logger.Level.INFO,
                "client.rejected error={0} client={1}",
                error.code(),
                known);
        return new Outcome.Failed(new OAuthFailure(error, description), basic);
    }
}
