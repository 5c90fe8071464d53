package dev.keystile.oauth.impl.rfc7523;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.Race;
import dev.keystile.oauth.impl.SigningKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An assertion is good once (RFC 7523 section 3, item 7). */
class ReplayTest {
    private static final String USED = "used before";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.registered(gateway, SigningKeys.P256);

    @Test
    @DisplayName("AS-T-07: an assertion, and every other with its jti, is good once")
    void anAssertionIsGoodOnce() {
        AssertionDraft draft = signer.draft();
        signer.assertAccepted(draft.signedBy(SigningKeys.P256));

        signer.assertRejected(draft.signedBy(SigningKeys.P256), USED);
        signer.assertRejected(
                draft.claim("exp", gateway.clock.instant().getEpochSecond() + 3600)
                        .signedBy(SigningKeys.P256),
                USED);
        signer.assertAccepted(signer.assertion());
    }

    @Test
    @DisplayName("AS-T-07: the jti of one client is free for another")
    void clientsDoNotShareIds() {
        Signer other = Signer.registered(gateway, SigningKeys.OTHER_P256);

        signer.assertAccepted(signer.draft().claim("jti", "1").signedBy(SigningKeys.P256));
        other.assertAccepted(other.draft().claim("jti", "1").signedBy(SigningKeys.OTHER_P256));
    }

    @Test
    @DisplayName("AS-T-07: 100 threads with one assertion, on two nodes: one winner")
    void oneOfManyWins() {
        DefaultAuthorizationServer[] nodes = {gateway.server, gateway.anotherNode()};
        String assertion = signer.assertion();

        List<TokenOutcome> outcomes =
                Race.of(100, number -> Signer.send(nodes[number % 2], assertion));

        List<OAuthError> errors =
                outcomes.stream()
                        .map(outcome -> ((TokenOutcome.Refused) outcome).failure().error())
                        .toList();
        assertThat(errors).filteredOn(OAuthError.INVALID_GRANT::equals).hasSize(1);
        assertThat(errors).filteredOn(OAuthError.INVALID_CLIENT::equals).hasSize(99);
    }

    @Test
    @DisplayName("AS-T-07: what one node saw, the other does not take")
    void nodesShareWhatTheySaw() {
        String assertion = signer.assertion();
        signer.assertAccepted(assertion);

        Signer.assertRejected(Signer.send(gateway.anotherNode(), assertion), USED);
    }

    @Test
    @DisplayName("AS-T-07: a jti is remembered for as long as its assertion could be used, and 5 s")
    void aUsedIdOutlivesItsAssertion() {
        String assertion = signer.assertion();
        signer.assertAccepted(assertion);

        gateway.clock.forward(Duration.ofMinutes(2).minusMillis(1));
        signer.assertRejected(assertion, USED);
        gateway.clock.forward(Duration.ofMillis(5000));
        assertThat(gateway.ids(Store.Kind.ASSERTION)).hasSize(1);
        gateway.clock.forward(Duration.ofMillis(1));
        assertThat(gateway.ids(Store.Kind.ASSERTION)).isEmpty();
        signer.assertRejected(assertion, "exp is past");
    }

    @Test
    @DisplayName("AS-T-07: only an assertion that proves something uses up its jti")
    void aBadAssertionUsesNothingUp() {
        AssertionDraft draft = signer.draft();

        signer.assertRejected(
                draft.header("kid", "p256").signedBy(SigningKeys.OTHER_P256),
                "no key of this client signed it");
        signer.assertRejected(
                draft.claim("aud", "https://other.example").signedBy(SigningKeys.P256),
                "aud is not the issuer alone");
        Signer.assertRejected(
                gateway.token(
                        Signer.request(draft.signedBy(SigningKeys.P256)).and("client_id", "x")),
                "client_id and sub are not one client");
        assertThat(gateway.ids(Store.Kind.ASSERTION)).isEmpty();
        signer.assertAccepted(draft.signedBy(SigningKeys.P256));
    }

    @Test
    @DisplayName(
            "AS-T-06, AS-T-07: while the store is away nobody is proven, and nothing is used up")
    void anAwayStoreFailsClosed() {
        String assertion = signer.assertion();
        gateway.store.away = true;
        assertThatThrownBy(() -> signer.send(assertion))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;

        signer.assertAccepted(assertion);
    }

    @Test
    @DisplayName("AS-T-07: neither the jti nor the assertion is stored")
    void onlyADigestIsStored() {
        String assertion = signer.draft().claim("jti", "find-me").signedBy(SigningKeys.P256);
        signer.assertAccepted(assertion);

        String id = gateway.ids(Store.Kind.ASSERTION).getFirst();
        assertThat(id).matches("[A-Za-z0-9_-]{43}");
        assertThat(gateway.stored(Store.Kind.ASSERTION, id).orElseThrow())
                .matches("[A-Za-z0-9_-]{22}");
    }
}
