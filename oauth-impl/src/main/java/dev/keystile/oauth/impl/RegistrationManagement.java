package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets clients manage their registration (RFC 7592 section 2). */
record RegistrationManagement(
        Repository<Client> clients, UnusedClients unused, RegistrationRules rules, Handout handout)
        implements ClientManagement {
    private static final System.Logger LOG =
            System.getLogger(RegistrationManagement.class.getName());

    @Override
    public ManagementOutcome read(ClientId id, @Nullable Secret token) {
        Optional<Client> client = clients.find(id.value()).map(Repository.Held::value);
        return token != null && opens(token, client.orElse(null))
                ? current(client.orElseThrow(), null, token)
                : logged(id, new ManagementOutcome.Unauthorized());
    }

    @Override
    public ManagementOutcome update(ClientId id, @Nullable Secret token, ClientUpdate update) {
        return logged(
                id,
                clients.update(id.value(), client -> decide(client, token, update))
                        .orElseGet(() -> nobody(token)));
    }

    @Override
    public ManagementOutcome delete(ClientId id, @Nullable Secret token) {
        Optional<Client> client = clients.find(id.value()).map(Repository.Held::value);
        if (!opens(token, client.orElse(null))) {
            return logged(id, new ManagementOutcome.Unauthorized());
        }
        clients.remove(id.value());
        unused.forget(id);
        return logged(id, new ManagementOutcome.Deleted());
    }

    private Repository.Decision<Client, ManagementOutcome> decide(
            Client client, @Nullable Secret token, ClientUpdate update) {
        return token != null && opens(token, client)
                ? replace(client, token, update)
                : new Repository.Decision.Leave<>(new ManagementOutcome.Unauthorized());
    }

    /** Takes as long when there is no such client. */
    private static boolean opens(@Nullable Secret token, @Nullable Client client) {
        return Digest.proves(token, client == null ? null : client.managementToken());
    }

    private static ManagementOutcome nobody(@Nullable Secret token) {
        boolean _ = opens(token, null);
        return new ManagementOutcome.Unauthorized();
    }

    private Repository.Decision<Client, ManagementOutcome> replace(
            Client client, Secret token, ClientUpdate update) {
        String contradiction = contradiction(client, update);
        return contradiction != null
                ? refuse(OAuthError.INVALID_CLIENT_METADATA, contradiction)
                : switch (rules.register(update.metadata())) {
                    case RegistrationRules.Verdict.Accepted(ClientMetadata metadata) ->
                            replace(client, token, metadata);
                    case RegistrationRules.Verdict.Refused(OAuthError error, String description) ->
                            refuse(error, description);
                };
    }

    private Repository.Decision<Client, ManagementOutcome> replace(
            Client client, Secret token, ClientMetadata metadata) {
        Digest kept = Handout.needsSecret(metadata) ? client.secretDigest() : null;
        Secret issued = kept == null ? handout.clientSecret(metadata) : null;
        Client next = client.with(metadata, issued == null ? kept : Digest.of(issued));
        return new Repository.Decision.Amend<>(next, current(next, issued, token));
    }

    private static @Nullable String contradiction(Client client, ClientUpdate update) {
        if (!client.id().value().equals(update.clientId())) {
            return "client_id must be repeated as it is";
        }
        Secret repeated = update.clientSecret();
        return repeated == null || Digest.proves(repeated, client.secretDigest())
                ? null
                : "client_secret must be the current one, or left out";
    }

    private ManagementOutcome current(Client client, @Nullable Secret issued, Secret token) {
        return new ManagementOutcome.Current(handout.information(client, issued, token));
    }

    private static Repository.Decision<Client, ManagementOutcome> refuse(
            OAuthError error, String description) {
        return new Repository.Decision.Leave<>(
                new ManagementOutcome.Refused(new OAuthFailure(error, description)));
    }

    private ManagementOutcome logged(ClientId id, ManagementOutcome outcome) {
        switch (outcome) {
            case ManagementOutcome.Current(var client) ->
                    LOG.log(
                            System.Logger.Level.INFO,
                            "client.updated client={0} method={1}",
                            id,
                            client.metadata().tokenEndpointAuthMethod());
            case ManagementOutcome.Refused(OAuthFailure failure) ->
                    LOG.log(
                            System.Logger.Level.INFO,
                            "client.refused client={0} error={1} reason={2}",
                            id,
                            failure.error().code(),
                            failure.detail());
            case ManagementOutcome.Unauthorized _ ->
                    LOG.log(
                            System.Logger.Level.INFO,
                            "client.management-refused client={0}",
                            clients.has(id.value()) ? id : "unknown");
            case ManagementOutcome.Deleted _ ->
                    LOG.log(System.Logger.Level.INFO, "client.deleted client={0}", id);
        }
        return outcome;
    }
}
