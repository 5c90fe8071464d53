package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RS-T-08: a token of this server, for this resource, alive, with a key behind it")
class BearerCheckpointTest {
    private static final Duration NEAR = NearCache.LIFE;

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse tokens = gateway.signIn(client);
    private final Secret token = tokens.accessToken();

    @Test
    void aGoodTokenGivesTheKeyOfItsGrant() {
        Access access = gateway.allowed(token);

        assertThat(access.apiKey()).isEqualTo(InMemoryServer.API_KEY);
        assertThat(access.client()).isEqualTo(client.clientId());
        assertThat(access.clientName()).isEqualTo("Test client");
        assertThat(access.resource()).isEqualTo(gateway.resources.shared());
        assertThat(access.scope().toString()).isEqualTo("mcp");
        assertThat(access.user()).isNull();
        assertThat(access.grant().value()).isEqualTo(gateway.ids(Store.Kind.GRANT).getFirst());
    }

    @Test
    @DisplayName("AS-R-02, AS-R-03: a token fits the one resource it was issued for")
    void aTokenFitsOneResource() {
        assertThat(gateway.check(token, gateway.personal("jane")))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE));

        Form form = gateway.authorization(client).with("resource", gateway.personal("jane").uri());
        Secret personal =
                issued(
                                gateway.token(
                                        gateway.exchange(client, gateway.code(form))
                                                .without("resource")))
                        .accessToken();
        assertThat(
                        ((BearerCheck.Allowed) gateway.check(personal, gateway.personal("jane")))
                                .access()
                                .user())
                .isEqualTo(new UserId("jane"));
        for (var other :
                new ProtectedResource[] {
                    gateway.resources.shared(), gateway.personal("john"), gateway.personal("Jane")
                }) {
            assertThat(gateway.check(personal, other))
                    .isEqualTo(new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "jean_oauth_", "jean_oauth_AAAA", "é", "\u0000", "😀", "\ud800"})
    @DisplayName("RS-T-01: noise is no token")
    void noiseIsNoToken(String noise) {
        assertNoise(noise);
        if (!noise.isEmpty()) {
            assertNoise(token.reveal() + noise);
            assertNoise(noise + token.reveal());
        }
        assertNoise(noise.repeat(100_000));
    }

    /** What begins as our tokens do is told from what may be a credential of somebody else's. */
    private void assertNoise(String noise) {
        gateway.assertRefused(
                Secret.of(noise),
                noise.startsWith("jean_oauth_") ? BearerProblem.UNKNOWN : BearerProblem.FOREIGN);
    }

    @Test
    void aTokenWithAnotherSecretIsUnknown() {
        String text = token.reveal();
        for (int i = 11; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';

            gateway.assertRefused(
                    Secret.of(text.substring(0, i) + other + text.substring(i + 1)),
                    BearerProblem.UNKNOWN);
        }
    }

    @Test
    void aRefreshTokenIsNoAccessToken() {
        gateway.assertRefused(tokens.refreshToken(), BearerProblem.UNKNOWN);
    }

    @Test
    @DisplayName("W-25: a fresh token works at once, and until 5 seconds after its end")
    void aTokenEnds() {
        gateway.clock.forward(Duration.ofHours(1).plusSeconds(5).minusMillis(1));
        gateway.allowed(token);

        gateway.clock.forward(Duration.ofMillis(1));
        gateway.assertRefused(token, BearerProblem.EXPIRED);
    }

    @Test
    void aRemovedClientsTokensAreDeadAtOnce() {
        gateway.allowed(token);

        gateway.clients().remove(client.clientId().value());

        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void aRaisedEpochDisconnectsEverything() {
        change(account -> account.epoch() + 1, null);
        gateway.assertRefused(token, BearerProblem.REVOKED);

        Secret later = gateway.signIn(client).accessToken();
        gateway.allowed(later);
        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void aGoneAccountsTokensAreDead() {
        gateway.accounts().remove(gateway.ids(Store.Kind.ACCOUNT).getFirst());

        gateway.assertRefused(token, BearerProblem.REVOKED);
    }

    @Test
    void aDeadKeyIsToldApartAndMayLiveAgain() {
        change(Account::epoch, gateway.clock.instant());
        gateway.assertRefused(token, BearerProblem.KEY_DEAD);

        change(Account::epoch, null);
        gateway.clock.forward(NEAR);
        gateway.allowed(token);
    }

    @Test
    void aGrantWhoseCodeWasNotRedeemedGivesNoAccess() {
        Credential code =
                Credential.parse(
                                Secret.of(gateway.code(client)),
                                "jean_oauth_",
                                Credential.Kind.CODE)
                        .orElseThrow();
        Grant grant = gateway.grants().find(code.grant().value()).orElseThrow().value();
        Credential early =
                Credential.mint(
                        Credential.Kind.ACCESS,
                        grant.id(),
                        1,
                        Bytes.of(Crypto.random(gateway.random, 32)),
                        grant.tagKey());

        gateway.assertRefused(early.print("jean_oauth_"), BearerProblem.UNKNOWN);
    }

    @Test
    void aPersonalUrlTellsItsUserUpstream() {
        InMemoryServer checked =
                new InMemoryServer(
                        InMemoryServer.BASE,
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CHECKED_BY_UPSTREAM);
        checked.verifier.answer = FakeVerifier.accepted("owner-7", true);
        ClientInformation of = checked.publicClient();

        Secret shared = checked.signIn(of).accessToken();

        assertThat(((BearerCheck.Allowed) checked.check(shared)).access().user())
                .isEqualTo(new UserId("owner-7"));
    }

    @Test
    @DisplayName("GW-11: what a token opened may outlive the token, not the grant")
    void aGrantLivesOnWhenItsTokenHasEnded() {
        GrantId grant = gateway.allowed(token).grant();

        gateway.clock.forward(Duration.ofDays(30).plusSeconds(5).minusMillis(1));
        gateway.assertRefused(token, BearerProblem.EXPIRED);
        assertThat(live(grant)).isTrue();

        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(live(grant)).isFalse();
    }

    @Test
    void aRevokedGrantIsNotLiveAtOnce() {
        GrantId grant = gateway.allowed(token).grant();
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(60));
        assertThat(live(grant)).isTrue();

        gateway.token(gateway.refresh(client, tokens.refreshToken()));

        assertThat(live(grant)).isFalse();
    }

    @Test
    void aGrantIsLiveOnlyWithClientAccountAndKey() {
        GrantId grant = gateway.allowed(token).grant();
        change(Account::epoch, gateway.clock.instant());
        assertThat(live(grant)).isFalse();
        change(Account::epoch, null);
        assertThat(live(grant)).isTrue();
        change(account -> account.epoch() + 1, null);
        assertThat(live(grant)).isFalse();
        change(account -> account.epoch() - 1, null);
        assertThat(live(grant)).isTrue();

        gateway.clients().remove(client.clientId().value());
        assertThat(live(grant)).isFalse();
    }

    @Test
    void aGrantOfAGoneAccountAndAnUnknownOneAreNotLive() {
        GrantId grant = gateway.allowed(token).grant();
        gateway.accounts().remove(gateway.ids(Store.Kind.ACCOUNT).getFirst());

        assertThat(live(grant)).isFalse();
        assertThat(live(new GrantId("unknown"))).isFalse();
    }

    @Test
    void aGrantWhoseCodeWasNotRedeemedIsNotLive() {
        gateway.code(client);

        assertThat(gateway.ids(Store.Kind.GRANT))
                .hasSize(2)
                .map(id -> live(new GrantId(id)))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void whetherAGrantLivesIsNotGuessed() {
        GrantId grant = gateway.allowed(token).grant();
        gateway.store.away = true;
        gateway.clock.forward(NEAR);

        assertThatThrownBy(() -> live(grant)).isInstanceOf(StoreUnavailableException.class);
    }

    private boolean live(GrantId grant) {
        return gateway.live(grant);
    }

    private void change(ToLongFunction<Account> epoch, Instant keyDeadSince) {
        Instant ends = gateway.clock.instant().plus(Duration.ofDays(60));
        gateway.accounts()
                .update(
                        gateway.ids(Store.Kind.ACCOUNT).getFirst(),
                        account ->
                                new Repository.Decision.Write<>(
                                        new Account(
                                                account.id(),
                                                account.connector(),
                                                account.subject(),
                                                account.keyFingerprint(),
                                                epoch.applyAsLong(account),
                                                keyDeadSince,
                                                account.createdAt(),
                                                account.copy(),
                                                account.grants()),
                                        ends,
                                        true));
    }
}
