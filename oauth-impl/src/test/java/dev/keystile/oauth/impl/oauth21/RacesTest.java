package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.Race;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads do the same thing, and all have read before the first writes. */
class RacesTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();

    @Test
    @DisplayName("AS-T-22: of 200 redemptions of one code one succeeds, and its tokens work")
    void aCodeIsRedeemedOnce() {
        Form exchange = gateway.exchange(client, gateway.code(client));
        gateway.store.meet(Store.Kind.GRANT, 200);

        List<TokenOutcome> outcomes = Race.of(200, _ -> gateway.token(exchange));

        List<TokenResponse> issued =
                outcomes.stream()
                        .filter(TokenOutcome.Issued.class::isInstance)
                        .map(InMemoryServer::issued)
                        .toList();
        assertThat(issued).hasSize(1);
        assertThat(outcomes.stream().filter(TokenOutcome.Refused.class::isInstance)).hasSize(199);
        assertThat(gateway.check(issued.getFirst().accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
        issued(gateway.token(gateway.refresh(client, issued.getFirst().refreshToken())));
    }

    @Test
    @DisplayName("AS-T-33: 64 refreshes of one token all get the same successors")
    void parallelRefreshesStayInOneFamily() {
        TokenResponse first = gateway.signIn(client);
        Form refresh = gateway.refresh(client, first.refreshToken());
        gateway.store.meet(Store.Kind.GRANT, 64);

        List<TokenOutcome> outcomes = Race.of(64, _ -> gateway.token(refresh));

        List<TokenResponse> issued = outcomes.stream().map(InMemoryServer::issued).toList();
        assertThat(issued.stream().map(TokenResponse::refreshToken).map(Secret::reveal).distinct())
                .hasSize(1);
        assertThat(issued.stream().map(TokenResponse::accessToken).map(Secret::reveal).distinct())
                .hasSize(1);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
        assertThat(gateway.check(issued.getFirst().accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
        issued(gateway.token(gateway.refresh(client, issued.getFirst().refreshToken())));
    }

    @Test
    void aRefreshAndALateReplayOfTheCodeNeverLeaveALiveGrant() {
        String code = gateway.code(client);
        TokenResponse first = issued(gateway.token(gateway.exchange(client, code)));
        gateway.clock.forward(Duration.ofSeconds(10));
        gateway.store.meet(Store.Kind.GRANT, 2);

        List<TokenOutcome> outcomes =
                Race.of(
                        2,
                        thread ->
                                gateway.token(
                                        thread == 0
                                                ? gateway.exchange(client, code)
                                                : gateway.refresh(client, first.refreshToken())));

        assertThat(outcomes.getFirst()).isInstanceOf(TokenOutcome.Refused.class);
        assertThat(gateway.check(first.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        if (outcomes.getLast() instanceof TokenOutcome.Issued(TokenResponse late)) {
            assertThat(gateway.check(late.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        }
    }

    @Test
    void ofManyPeopleWhoOpenTheSameAccountAtOnceAllGetOne() {
        int people = 8;
        gateway.store.meet(Store.Kind.KEY_INDEX, people);

        List<String> codes = Race.of(people, _ -> gateway.code(client));

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(1);
        assertThat(codes).allSatisfy(code -> issued(gateway.token(gateway.exchange(client, code))));
    }

    @Test
    void ofManySubjectsOfOneKeyEachGetsAnAccount() {
        int people = 8;
        Form form = gateway.authorization(client).without("resource");
        gateway.store.meet(Store.Kind.KEY_INDEX, people);

        Race.of(people, n -> gateway.allow(form, InMemoryServer.API_KEY, "user-" + n));

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(people);
        for (int n = 0; n < people; n++) {
            gateway.allow(form, InMemoryServer.API_KEY, "user-" + n);
        }
        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(people);
    }

    @Test
    void twoNodesShareOneFamily() {
        TokenResponse first = gateway.signIn(client);
        var other = gateway.anotherNode();
        Form refresh = gateway.refresh(client, first.refreshToken());

        TokenResponse here = issued(gateway.token(refresh));
        TokenResponse there =
                issued(other.tokens().token(new ClientRequest(refresh.parameters(), null)));

        assertThat(there.refreshToken()).isEqualTo(here.refreshToken());
        assertThat(there.accessToken()).isEqualTo(here.accessToken());
    }
}
