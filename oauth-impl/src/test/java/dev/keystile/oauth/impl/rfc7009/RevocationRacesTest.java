package dev.keystile.oauth.impl.rfc7009;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads end what others refresh, and all have read the grant before the first writes. */
class RevocationRacesTest {
    private static final int THREADS = 64;

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse first = gateway.signIn(client);

    private RevocationOutcome revoke(Secret token) {
        Form form = Form.of("client_id", client.clientId().value(), "token", token.reveal());
        return gateway.server.revocation().revoke(new ClientRequest(form.parameters(), null));
    }

    private TokenOutcome refresh() {
        return gateway.token(gateway.refresh(client, first.refreshToken()));
    }

    /** Every second thread revokes, the others refresh. */
    private List<Object> race(Secret revoked) {
        gateway.store.meet(Store.Kind.GRANT, THREADS);
        return Race.of(THREADS, n -> n % 2 == 0 ? revoke(revoked) : refresh());
    }

    private static List<TokenResponse> issuedIn(List<Object> outcomes) {
        return outcomes.stream()
                .filter(TokenOutcome.Issued.class::isInstance)
                .map(outcome -> issued((TokenOutcome) outcome))
                .toList();
    }

    private static void assertAllDone(List<Object> outcomes) {
        assertThat(IntStream.range(0, THREADS / 2).mapToObj(n -> outcomes.get(2 * n)))
                .containsOnly(new RevocationOutcome.Done());
    }

    @Test
    @DisplayName("AS-X-01: whoever wins, a revoked grant leaves no token that works")
    void noTokenOutlivesTheGrant() {
        List<Object> outcomes = race(first.refreshToken());

        assertAllDone(outcomes);
        assertDead(first);
        issuedIn(outcomes).forEach(this::assertDead);
        assertThat(gateway.stage()).contains("BY_CLIENT");
    }

    @Test
    @DisplayName("AS-X-01: whoever wins, a revoked access token is dead and the family lives")
    void aRevokedAccessTokenIsNotBroughtBack() {
        List<Object> outcomes = race(first.accessToken());

        assertAllDone(outcomes);
        assertThat(gateway.check(first.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        List<TokenResponse> successors = issuedIn(outcomes).stream().distinct().toList();
        assertThat(successors).hasSize(1);
        assertThat(gateway.check(successors.getFirst().accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
        issued(gateway.token(gateway.refresh(client, successors.getFirst().refreshToken())));
    }

    private void assertDead(TokenResponse tokens) {
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
    }
}
