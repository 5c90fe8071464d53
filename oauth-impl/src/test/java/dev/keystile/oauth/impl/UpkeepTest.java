package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final Duration TICK = Duration.ofMillis(1);

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse first = gateway.signIn(client);

    @Test
    void whatIsOfUseStays() {
        TokenResponse second = refreshed(first);
        String before = gateway.stage();

        assertThat(gateway.server.upkeep()).isEqualTo(new Upkeep.Round(1, 0, 0));

        assertThat(gateway.stage()).isEqualTo(before);
        assertThat(refreshed(first)).isEqualTo(second);
    }

    @Test
    void theSaltOfARotationIsErasedSoonAfterItsGrace() {
        refreshed(first);
        gateway.clock.forward(Duration.ofSeconds(65).minus(TICK));
        gateway.server.upkeep();
        assertThat(gateway.stage()).contains("\"salt\"");

        gateway.clock.forward(TICK);
        assertThat(gateway.server.upkeep()).isEqualTo(new Upkeep.Round(1, 1, 0));
        assertThat(gateway.stage()).doesNotContain("\"salt\"");
    }

    @Test
    void theWrapOfAnEndedAccessTokenIsErased() {
        gateway.clock.forward(Duration.ofHours(1).plusSeconds(5).minus(TICK));
        assertThat(gateway.server.upkeep().tidied()).isZero();

        gateway.clock.forward(TICK);
        assertThat(gateway.server.upkeep().tidied()).isEqualTo(1);
        assertThat(gateway.stage()).contains("\"access\":[]");
        issued(gateway.token(gateway.refresh(client, first.refreshToken())));
    }

    @Test
    void theKeyOfADisconnectedGrantIsErased() {
        gateway.disconnect();

        assertThat(gateway.server.upkeep()).isEqualTo(new Upkeep.Round(1, 0, 1));

        assertThat(gateway.stage()).doesNotContain("\"key\"").contains("\"revoked\":{");
        assertThat(gateway.server.upkeep()).isEqualTo(new Upkeep.Round(1, 0, 0));
    }

    @Test
    void theKeyOfAGrantWhoseClientIsGoneIsErased() {
        gateway.removeClient(client);

        assertThat(gateway.server.upkeep().ended()).isEqualTo(1);
    }

    @Test
    void aDeadKeyEndsNothing() {
        gateway.keyWorks(false);

        assertThat(gateway.server.upkeep()).isEqualTo(new Upkeep.Round(1, 0, 0));
        gateway.keyWorks(true);
        assertThat(gateway.check(first.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void oneReplicaDoesARoundForAll() {
        DefaultAuthorizationServer other = gateway.anotherNode();

        assertThat(gateway.server.upkeepIfDue()).isTrue();
        assertThat(other.upkeepIfDue()).isFalse();
        gateway.clock.forward(Upkeep.PERIOD);
        assertThat(other.upkeepIfDue()).isTrue();
    }

    @Test
    void itGoesThroughMoreThanOnePage() {
        IntStream.range(0, 510).forEach(_ -> gateway.code(client));

        assertThat(gateway.server.upkeep().seen()).isEqualTo(511);
    }

    @Test
    void aGrantThatCannotBeReadKeepsNoOtherWaiting() {
        var grant = new Store.Key(Store.Kind.GRANT, gateway.ids(Store.Kind.GRANT).getFirst());
        Store.Stored whole = gateway.store.find(grant).orElseThrow();
        gateway.store.replace(whole, "{\"v\":3}", whole.ends());
        gateway.clock.forward(TICK);
        gateway.signIn(client);

        assertThat(gateway.server.upkeep().seen()).isEqualTo(1);
    }

    @Test
    void anUpkeepBesideRefreshesDisturbsNobody() {
        Race.of(32, number -> number % 2 == 0 ? refreshed(first) : gateway.server.upkeep());

        assertThat(gateway.check(refreshed(first).accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
    }

    private TokenResponse refreshed(TokenResponse from) {
        return issued(gateway.token(gateway.refresh(client, from.refreshToken())));
    }
}
