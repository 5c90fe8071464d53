package dev.keystile.oauth.impl.rfc7592;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.Secret;
import java.util.Objects;

/** What a client does with its own registration and token. */
record Managing(ClientManagement management) {
    Managing(AuthorizationServer server) {
        this(server.clientManagement());
    }

    static Secret token(ClientInformation client) {
        return client.management().accessToken();
    }

    static Secret secret(ClientInformation client) {
        return Objects.requireNonNull(client.clientSecret());
    }

    static ClientInformation current(ManagementOutcome outcome) {
        assertThat(outcome).isInstanceOf(ManagementOutcome.Current.class);
        return ((ManagementOutcome.Current) outcome).client();
    }

    ClientInformation read(ClientInformation client) {
        return current(management.read(client.clientId(), token(client)));
    }

    ManagementOutcome update(ClientInformation client, ClientMetadata metadata) {
        return update(client, null, metadata);
    }

    ManagementOutcome update(ClientInformation client, Secret secret, ClientMetadata metadata) {
        return management.update(
                client.clientId(),
                token(client),
                new ClientUpdate(client.clientId().value(), secret, metadata));
    }
}
