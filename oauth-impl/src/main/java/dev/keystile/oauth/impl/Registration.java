package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Registers clients: forgiving where real clients need it, strict where it protects people (RFC
 * 7591 section 3).
 */
final class Registration implements ClientRegistration {
    /** How long a client lives that nobody signs in with. */
    static final Duration UNUSED_LIFE = Duration.ofDays(90);

    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final Repository<Client> clients;
    private final UnusedClients unused;
    private final RegistrationRules rules;
    private final Handout handout;
    private final Observer observer;
    private final InstantSource clock;

    Registration(
            Clients clients,
            RegistrationRules rules,
            Handout handout,
            Observer observer,
            InstantSource clock) {
        this.clients = clients.registered();
        this.unused = clients.unused();
        this.rules = rules;
        this.handout = handout;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public RegistrationOutcome register(ClientMetadata requested) {
        return switch (rules.register(requested)) {
            case RegistrationRules.Verdict.Accepted(ClientMetadata metadata) -> store(metadata);
            case RegistrationRules.Verdict.Refused(OAuthError error, String description) ->
                    refuse(error, description);
        };
    }

    private RegistrationOutcome store(ClientMetadata metadata) {
        Instant now = clock.instant();
        ClientId id = new ClientId(Base64Url.encode(Crypto.random(handout.random(), 24)));
        Secret secret = handout.clientSecret(metadata);
        Secret token = handout.secret();
        Digest digest = secret == null ? null : Digest.of(secret);
        Client client = new Client(id, metadata, digest, Digest.of(token), now);
        if (!clients.insert(id.value(), client, now.plus(UNUSED_LIFE))) {
            throw new IllegalStateException("a random client id was drawn twice");
        }
        unused.note(id, now.plus(UNUSED_LIFE));
        LOG.log(
                System.Logger.Level.INFO,
                "client.registered client={0} method={1}",
                id,
                metadata.tokenEndpointAuthMethod());
        observer.note(new Event.ClientRegistered(id, metadata.redirectUris()));
        return new RegistrationOutcome.Registered(handout.information(client, secret, token));
    }

    private RegistrationOutcome refuse(OAuthError error, String description) {
        LOG.log(
                System.Logger.Level.INFO,
                "client.refused error={0} reason={1}",
                error.code(),
                description);
        observer.note(new Event.ClientRefused(error.code(), description));
        return new RegistrationOutcome.Refused(new OAuthFailure(error, description));
    }
}
