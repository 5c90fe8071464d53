package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyReplacementTest {
    private static final Secret NEXT = Secret.of("jean_sk_the_next_key");

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final List<TokenResponse> connected =
            IntStream.range(0, 5).mapToObj(_ -> gateway.signIn(client)).toList();

    @Test
    void everyClientGoesOnWithTheNewKey() {
        assertThat(keys()).containsOnly(InMemoryServer.API_KEY);

        assertThat(replacement().replace(account(), NEXT)).isEqualTo(5);

        assertThat(keys()).containsOnly(NEXT);
        assertThat(connected.stream().map(this::refreshed).map(this::key)).containsOnly(NEXT);
    }

    @Test
    void itReachesGrantsThatOnlyRefreshesKeptAlive() {
        List<TokenResponse> refreshed = connected;
        for (int days = 0; days < 120; days += 20) {
            gateway.clock.forward(Duration.ofDays(20));
            refreshed = refreshed.stream().map(this::refreshed).toList();
        }

        assertThat(replacement().replace(account(), NEXT)).isEqualTo(5);

        assertThat(refreshed.stream().map(this::key)).containsOnly(NEXT);
    }

    @Test
    void interruptedHalfWayItIsRepeated() {
        gateway.store.failAfter(Store.Kind.GRANT, 3);
        assertThatThrownBy(() -> replacement().replace(account(), NEXT))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        assertThat(keys()).contains(InMemoryServer.API_KEY, NEXT);

        assertThat(replacement().replace(account(), NEXT)).isEqualTo(5);

        assertThat(keys()).containsOnly(NEXT);
    }

    @Test
    void theAccountIsFoundByTheNewKeyAndLivesAgain() {
        String id = account().id();
        gateway.keyWorks(false);

        replacement().replace(account(), NEXT);
        gateway.allow(gateway.authorization(client), NEXT, null);

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).containsExactly(id);
        assertThat(keys()).containsOnly(NEXT);
    }

    @Test
    void theFormerKeyIsAnotherAccountThen() {
        String id = account().id();

        replacement().replace(account(), NEXT);
        gateway.allow(gateway.authorization(client));
        gateway.allow(gateway.authorization(client));

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(2).contains(id);
        assertThat(keys()).containsOnly(NEXT);
    }

    @Test
    void theFormerKeyIsAnotherAccountForItsOtherSubjectsToo() {
        var clients = new KeyedClients(gateway);
        var jane = clients.connect(InMemoryServer.API_KEY, gateway.personal("jane"));

        replacement().replace(clients.account(jane), NEXT);
        var again = clients.connect(InMemoryServer.API_KEY, gateway.personal("jane"));

        assertThat(clients.account(again).id()).isNotEqualTo(clients.account(jane).id());
    }

    @Test
    void accountsOfOneSubjectThatComeToShareAKeyDieTogether() {
        var clients = new KeyedClients(gateway);
        var one = clients.connect(KeyedClients.key(1), gateway.personal("jane"));
        var other = clients.connect(KeyedClients.key(2), gateway.personal("jane"));
        var both = List.of(one, other);
        both.forEach(each -> replacement().replace(clients.account(each), NEXT));

        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.report(clients.again(one));

        both.forEach(clients::assertDead);
    }

    @Test
    void besideRefreshesItReachesEveryGrant() {
        Race.of(
                20,
                number ->
                        number < 15
                                ? refreshed(connected.get(number % 5))
                                : replacement().replace(account(), NEXT));

        assertThat(connected.stream().map(this::refreshed).map(this::key)).containsOnly(NEXT);
    }

    @Test
    void whoSignsInWithTheFormerKeyMeanwhileGetsTheNewOneToo() {
        List<TokenResponse> late = new ArrayList<>();
        gateway.store.beforeWriting(Store.Kind.GRANT, () -> late.add(gateway.signIn(client)));

        assertThat(replacement().replace(account(), NEXT)).isEqualTo(6);

        assertThat(key(late.getFirst())).isEqualTo(NEXT);
        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(1);
    }

    @Test
    void aGrantThatTheReplacementMissesIsOfAnotherAccount() {
        var clients = new KeyedClients(gateway);
        String id = account().id();
        gateway.store.beforeWriting(Store.Kind.GRANT, () -> replacement().replace(account(), NEXT));

        var late = clients.connect(InMemoryServer.API_KEY);

        assertThat(clients.account(late).id()).isNotEqualTo(id);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(6);
        assertThat(keys()).containsOnly(NEXT);
    }

    @Test
    void aRevokedGrantGetsNoKey() {
        gateway.disconnect();
        gateway.server.upkeep();

        assertThat(replacement().replace(account(), NEXT)).isZero();
    }

    private KeyReplacement replacement() {
        return gateway.server.keyReplacement();
    }

    private Account account() {
        return gateway.accounts()
                .find(gateway.ids(Store.Kind.ACCOUNT).getFirst())
                .orElseThrow()
                .value();
    }

    private Stream<Secret> keys() {
        return connected.stream().map(this::key);
    }

    private Secret key(TokenResponse tokens) {
        BearerCheck check = gateway.check(tokens.accessToken());
        assertThat(check).isInstanceOf(BearerCheck.Allowed.class);
        return ((BearerCheck.Allowed) check).access().apiKey();
    }

    private TokenResponse refreshed(TokenResponse from) {
        return issued(gateway.token(gateway.refresh(client, from.refreshToken())));
    }
}
