package dev.keystile.oauth.impl.rfc7592;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.Race;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads manage one registration, and all have read it before the first writes. */
class ManagementRacesTest {
    private static final int THREADS = 12;

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientManagement management = gateway.server.clientManagement();
    private final ClientInformation client = gateway.publicClient();
    private final Secret token = client.management().accessToken();

    private ManagementOutcome put(ClientMetadata metadata) {
        return management.update(
                client.clientId(),
                token,
                new ClientUpdate(client.clientId().value(), null, metadata));
    }

    private ManagementOutcome delete() {
        return management.delete(client.clientId(), token);
    }

    private static ClientInformation current(ManagementOutcome outcome) {
        return ((ManagementOutcome.Current) outcome).client();
    }

    @Test
    @DisplayName("AS-E-02: of many updates each is answered as it stood, and one stands at the end")
    void updatesReplaceEachOtherAsAWhole() {
        gateway.store.meet(Store.Kind.CLIENT, THREADS);

        List<ManagementOutcome> outcomes =
                Race.of(THREADS, n -> put(metadata("none", "http://localhost/" + n)));

        for (int n = 0; n < THREADS; n++) {
            assertThat(current(outcomes.get(n)).metadata().redirectUris())
                    .containsExactly("http://localhost/" + n);
        }
        ClientInformation last = current(management.read(client.clientId(), token));
        assertThat(outcomes).contains(new ManagementOutcome.Current(last));
    }

    @Test
    @DisplayName("AS-E-02: of many updates that need a secret one is told it, and that one works")
    void oneSecretIsIssued() {
        gateway.store.meet(Store.Kind.CLIENT, THREADS);

        List<ManagementOutcome> outcomes =
                Race.of(THREADS, _ -> put(metadata("client_secret_post", LOOPBACK)));

        List<ClientInformation> told =
                outcomes.stream()
                        .map(ManagementRacesTest::current)
                        .filter(answer -> answer.clientSecret() != null)
                        .toList();
        assertThat(told).hasSize(1);
        issued(gateway.token(gateway.exchange(told.getFirst(), gateway.code(told.getFirst()))));
    }

    @Test
    @DisplayName("AS-E-04: an update never brings a deleted client back")
    void anUpdateDoesNotWakeADeletedClient() {
        gateway.store.meet(Store.Kind.CLIENT, THREADS);

        List<ManagementOutcome> outcomes =
                Race.of(
                        THREADS,
                        n ->
                                n % 3 == 0
                                        ? delete()
                                        : put(metadata("none", "http://localhost/" + n)));

        assertThat(outcomes)
                .contains(new ManagementOutcome.Deleted())
                .noneMatch(ManagementOutcome.Refused.class::isInstance);
        assertThat(management.read(client.clientId(), token))
                .isEqualTo(new ManagementOutcome.Unauthorized());
        assertThat(gateway.ids(Store.Kind.CLIENT)).isEmpty();
    }

    @Test
    @DisplayName("AS-E-04: a refresh under way never keeps a deleted client's tokens alive")
    void aRefreshDoesNotOutliveTheClient() {
        TokenResponse first = gateway.signIn(client);
        gateway.store.meet(Store.Kind.CLIENT, THREADS);

        List<Object> outcomes =
                Race.of(
                        THREADS,
                        n ->
                                n == 0
                                        ? delete()
                                        : gateway.token(
                                                gateway.refresh(client, first.refreshToken())));

        assertThat(outcomes.getFirst()).isEqualTo(new ManagementOutcome.Deleted());
        assertThat(gateway.ids(Store.Kind.CLIENT)).isEmpty();
        assertDead(first);
        outcomes.stream()
                .filter(TokenOutcome.Issued.class::isInstance)
                .map(TokenOutcome.Issued.class::cast)
                .forEach(late -> assertDead(late.response()));
    }

    private void assertDead(TokenResponse tokens) {
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
    }
}
