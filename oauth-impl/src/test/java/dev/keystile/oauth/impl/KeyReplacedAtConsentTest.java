package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What comes of the offer to use a new key in place of a dead one. */
class KeyReplacedAtConsentTest {
    private static final Secret OLD = KeyedClients.key(1);
    private static final Secret NEXT = KeyedClients.key(2);

    private final OwnedKeys keys = new OwnedKeys();
    private final InMemoryServer gateway = keys.gateway;
    private final KeyedClients.Connected one = keys.connect("jane", OLD);
    private final KeyedClients.Connected other = keys.connect("jane", OLD);

    @Test
    @DisplayName("GW-12: with the new key the old tokens of all clients work again")
    void theOldTokensWorkWithTheNewKey() {
        keys.dies(one);

        TokenResponse fresh = keys.allow(keys.type("jane", NEXT), true);

        assertThat(keys.keyOf(one)).isEqualTo(NEXT);
        assertThat(keys.keyOf(other)).isEqualTo(NEXT);
        issued(gateway.token(gateway.refresh(keys.clients.client, other.tokens().refreshToken())));
        assertThat(gateway.check(fresh.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void theAccountStaysAndIsOfferedNoMore() {
        Account before = keys.clients.account(one);
        keys.dies(one);

        keys.allow(keys.type("jane", NEXT), true);

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).containsExactly(before.id());
        assertThat(keys.type("jane", KeyedClients.key(3)).offered()).isNull();
    }

    @Test
    @DisplayName("Without the tick the key is for the one client alone")
    void withoutTheTickNothingElseChanges() {
        keys.dies(one);

        TokenResponse fresh = keys.allow(keys.type("jane", NEXT), false);

        keys.assertDead(one);
        keys.assertDead(other);
        assertThat(gateway.check(fresh.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(keys.type("jane", NEXT).offered()).isNotNull();
    }

    @Test
    void denyChangesNothing() {
        keys.dies(one);
        List<String> grants = stored(Store.Kind.GRANT);
        List<String> accounts = stored(Store.Kind.ACCOUNT);
        OwnedKeys.Page page = keys.type("jane", NEXT);

        gateway.consent(new ConsentStep.Deny(page.review().prompt().transaction(), page.browser()));

        assertThat(stored(Store.Kind.GRANT)).isEqualTo(grants);
        assertThat(stored(Store.Kind.ACCOUNT)).isEqualTo(accounts);
    }

    @Test
    @DisplayName("A tick that was not offered touches nobody's connection")
    void aTickThatWasNotOfferedDoesNothing() {
        keys.dies(one);

        keys.allow(keys.type("john", NEXT), true);

        keys.assertDead(one);
        keys.assertDead(other);
    }

    @Test
    void aKeyThatWorksAgainMeanwhileIsLeftAlone() {
        keys.dies(one);
        OwnedKeys.Page page = keys.type("jane", NEXT);
        keys.connect("jane", OLD);

        keys.allow(page, true);

        assertThat(keys.keyOf(one)).isEqualTo(OLD);
    }

    @Test
    void twoDeadKeysAreReplacedAndDieTogetherLater() {
        var second = keys.connect("jane", KeyedClients.key(3));
        keys.dies(one);
        keys.dies(second);
        keys.allow(keys.type("jane", NEXT), true);
        assertThat(List.of(keys.keyOf(one), keys.keyOf(second))).containsOnly(NEXT);

        keys.dies(keys.clients.again(second));

        keys.assertDead(one);
        assertThat(keys.type("jane", KeyedClients.key(4)).offered().connections()).isEqualTo(4);
    }

    @Test
    void interruptedHalfWayItIsRepeatedWithTheSamePage() {
        keys.dies(one);
        OwnedKeys.Page page = keys.type("jane", NEXT);
        gateway.store.failAfter(Store.Kind.GRANT, 1);
        assertThatThrownBy(() -> keys.allow(page, true))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;
        keys.assertDead(one);

        keys.allow(page, true);

        assertThat(List.of(keys.keyOf(one), keys.keyOf(other))).containsOnly(NEXT);
    }

    @Test
    void whereNothingIsReviewedNothingIsReplaced() {
        var unreviewed = new OwnedKeys(OwnedKeys.SETUP.unreviewed());
        var connected = unreviewed.connect("jane", OLD);
        unreviewed.dies(connected);

        unreviewed.connect("jane", NEXT);

        unreviewed.assertDead(connected);
    }

    @Test
    void itIsInTheLogWithoutAnybodysName() {
        keys.dies(one);
        OwnedKeys.Page page = keys.type("jane", NEXT);

        try (LogLines log = new LogLines()) {
            keys.allow(page, true);

            assertThat(log.of("key.replaced"))
                    .containsExactly("key.replaced connector=jean grants=2");
        }
    }

    private List<String> stored(Store.Kind kind) {
        return gateway.ids(kind).stream()
                .map(id -> gateway.stored(kind, id).orElseThrow())
                .toList();
    }
}
