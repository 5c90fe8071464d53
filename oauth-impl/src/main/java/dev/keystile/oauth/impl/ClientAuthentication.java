package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Client authentication at the token endpoint and its neighbours (OAuth 2.1 section 2.4). */
record ClientAuthentication(
        Clients clients, AssertionCheck assertions, Observer observer, InstantSource clock) {
    /** RFC 7523 section 2.2; no other type of assertion is taken. */
    static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final String UNKNOWN = "unknown";
    private static final System.Logger LOG = System.getLogger(ClientAuthentication.class.getName());

    /** Who sent the request. */
    sealed interface Outcome {
        /** This client. */
        record Authenticated(Clients.Known client) implements Outcome {}

        /** Nobody we know. */
        record Failed(OAuthFailure failure) implements Outcome {}

        /** Nobody can say now, since the client's keys or document can't be had: 503. */
        record Undecided(Duration retryAfter) implements Outcome {}
    }

    Outcome authenticate(ClientRequest request) {
        Parameters parameters = request.parameters();
        Secret header = request.authorization();
        boolean secret = parameters.value("client_secret") != null;
        boolean assertion =
                !parameters.values("client_assertion").isEmpty()
                        || !parameters.values("client_assertion_type").isEmpty();
        if (Stream.of(header != null, secret, assertion).filter(way -> way).count() > 1) {
            return invalid("use one way of client authentication, not two", body(parameters));
        }
        if (assertion) {
            return asserted(parameters);
        }
        return header == null
                ? check(body(parameters), false)
                : check(BasicCredentials.read(header, parameters.value("client_id")), true);
    }

    /** A client id with the secret that is to prove it. */
    record Claim(String clientId, @Nullable Secret secret) {}

    private static List<Claim> body(Parameters parameters) {
        String id = parameters.value("client_id");
        return id == null ? List.of() : List.of(new Claim(id, parameters.secret("client_secret")));
    }

    private Outcome asserted(Parameters parameters) {
        String type = parameters.value("client_assertion_type");
        String text = parameters.value("client_assertion");
        if (type == null || text == null) {
            return invalid(
                    "client_assertion and client_assertion_type need each other", body(parameters));
        }
        if (!type.equals(ASSERTION_TYPE)) {
            return notAsserted("another client_assertion_type", body(parameters));
        }
        return Assertion.parse(text)
                .map(assertion -> asserted(assertion, parameters.value("client_id")))
                .orElseGet(() -> notAsserted("no signed JWT", body(parameters)));
    }

    private Outcome asserted(Assertion assertion, @Nullable String clientId) {
        List<Claim> claims = List.of(new Claim(assertion.clientId(), null));
        return switch (assertions.check(assertion, clientId)) {
            case AssertionCheck.Outcome.Proven(Clients.Known client) ->
                    new Outcome.Authenticated(client);
            case AssertionCheck.Outcome.Refused(String detail) -> notAsserted(detail, claims);
            case AssertionCheck.Outcome.Undecided(String detail, Duration retryAfter) -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "client.undecided client={0} reason={1}",
                        known(claims).orElse(UNKNOWN),
                        detail);
                yield new Outcome.Undecided(retryAfter);
            }
        };
    }

    private Outcome notAsserted(String detail, List<Claim> claims) {
        String description =
                "the client is not known here, or its assertion does not prove it: iss and sub are the client_id, "
                        + "aud is the issuer alone, exp is at most an hour ahead, jti is new, and a key of the client "
                        + "signed it";
        return failed(new OAuthFailure(OAuthError.INVALID_CLIENT, description, detail), claims);
    }

    private Outcome check(List<Claim> claims, boolean basic) {
        if (claims.isEmpty() && !basic) {
            return invalid("client_id is missing", claims);
        }
        return claims.stream()
                .flatMap(claim -> proven(claim).stream())
                .findFirst()
                .<Outcome>map(Outcome.Authenticated::new)
                .orElseGet(() ->
                        failed(
                                new OAuthFailure(
                                        OAuthError.INVALID_CLIENT,
                                        "the client is not known here, or its secret is wrong"),
                                claims));
    }

    private Optional<Clients.Known> proven(Claim claim) {
        return switch (clients.find(claim.clientId())) {
            case Clients.Lookup.Found(Clients.Known known) ->
                    Optional.of(known)
                            .filter(_ -> proves(claim, known.client().secretDigest()))
                            .filter(_ -> known.client().method() != AuthMethod.PRIVATE_KEY_JWT);
            case Clients.Lookup.Unknown _ -> {
                // So that it takes as long as with a client that is known.
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
        boolean open = stored == null && claim.secret() == null;
        return Digest.proves(claim.secret(), stored) || open;
    }

    private Clients.Known unread(String id) {
        return new Clients.Known.Described(Client.unread(new ClientId(id), clock.instant()));
    }

    private Outcome invalid(String description, List<Claim> claims) {
        return failed(new OAuthFailure(OAuthError.INVALID_REQUEST, description), claims);
    }

    /** To the client all causes are the same; the log names the client when it is one of ours. */
    private Outcome failed(OAuthFailure failure, List<Claim> claims) {
        Optional<String> known = known(claims);
        LOG.log(
                System.Logger.Level.INFO,
                "client.rejected error={0} client={1} reason={2}",
                failure.error().code(),
                known.orElse(UNKNOWN),
                failure.detail());
        observer.note(
                new Event.ClientRejected(
                        known.map(ClientId::new).orElse(null),
                        failure.error().code(),
                        failure.detail()));
        return new Outcome.Failed(failure);
    }

    /** Whether to know the client of this id would take a document that was not read yet. */
    boolean needsDocument(String id) {
        return new ClientId(id).isUrl() && !clients.seen(id);
    }

    private Optional<String> known(List<Claim> claims) {
        return claims.stream().map(Claim::clientId).filter(clients::seen).findFirst();
    }
}
