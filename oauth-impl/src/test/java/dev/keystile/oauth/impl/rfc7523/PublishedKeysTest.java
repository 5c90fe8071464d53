package dev.keystile.oauth.impl.rfc7523;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.Race;
import dev.keystile.oauth.impl.SigningKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys that a client publishes at its jwks_uri (RFC 7591 section 2, RFC 7517 section 5). */
class PublishedKeysTest {
    private static final String URI = "https://client.example/jwks.json";
    private static final String UNSIGNED = "no key of this client signed it";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.publishing(gateway, URI, SigningKeys.P256);

    @Test
    @DisplayName(
            "AS-T-07, AS-D-09: published keys prove a client, and are fetched once while fresh")
    void publishedKeysAreKept() {
        publish(Duration.ofHours(1), SigningKeys.P256);

        signer.assertAccepted(signer.assertion());
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).containsExactly(URI);
    }

    @Test
    void keysAreFetchedAgainWhenTheyAreNoLongerFresh() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        assertLives(Duration.ofHours(1));
    }

    @Test
    @DisplayName("AS-C-08: keys are kept 5 minutes at least and a day at most")
    void freshnessHasLimits() {
        publish(Duration.ofSeconds(30), SigningKeys.P256);
        assertLives(Duration.ofMinutes(5));
        publish(Duration.ofDays(3), SigningKeys.P256);
        gateway.clock.forward(Duration.ofMinutes(5));
        assertLives(Duration.ofHours(24));
    }

    private void assertLives(Duration life) {
        signer.assertAccepted(signer.assertion());
        int asked = gateway.documents.asked().size();
        gateway.clock.forward(life.minusMillis(1));
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).hasSize(asked);
        gateway.clock.forward(Duration.ofMillis(1));
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).hasSize(asked + 1);
    }

    @Test
    @DisplayName("AS-T-07: a new key is found under its kid before the old set has ended")
    void aNewKeyIsFetched() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        publish(Duration.ofHours(1), SigningKeys.P256, SigningKeys.RSA);
        gateway.clock.forward(Duration.ofMinutes(1));

        signer.assertAccepted(signer.draft().signedBy(SigningKeys.RSA));
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).hasSize(2);
        assertThat(gateway.documents.askedAgain()).containsExactly(URI);
    }

    @Test
    @DisplayName("AS-T-07: a clock that is set back keeps no new key out")
    void aClockThatIsSetBackKeepsNoKeyOut() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        publish(Duration.ofHours(1), SigningKeys.P256, SigningKeys.RSA);
        gateway.clock.set(gateway.clock.instant().minus(Duration.ofMinutes(30)));

        signer.assertAccepted(signer.draft().signedBy(SigningKeys.RSA));
        assertThat(gateway.documents.asked()).hasSize(2);
    }

    @Test
    @DisplayName("AS-T-07: and so is one without a kid")
    void aNewNamelessKeyIsFetched() {
        publish(Duration.ofHours(1), unnamed(SigningKeys.P256));
        signer.assertAccepted(signer.draft().signedBy(unnamed(SigningKeys.P256)));
        publish(Duration.ofHours(1), unnamed(SigningKeys.OTHER_P256));
        gateway.clock.forward(Duration.ofMinutes(1));

        signer.assertAccepted(signer.draft().signedBy(unnamed(SigningKeys.OTHER_P256)));
        assertThat(gateway.documents.asked()).hasSize(2);
    }

    @Test
    @DisplayName("AS-T-06, AS-T-07: one early fetch a minute; until then nobody can say: 503")
    void newKeysAreLookedForOnceAMinute() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        String unknown = signer.draft().signedBy(SigningKeys.RSA);

        gateway.clock.forward(Duration.ofSeconds(59));
        assertUndecided(signer.send(unknown), Duration.ofSeconds(1));
        assertThat(gateway.documents.asked()).hasSize(1);
        gateway.clock.forward(Duration.ofSeconds(1));
        signer.assertRejected(unknown, UNSIGNED);
        assertThat(gateway.documents.asked()).hasSize(2);
        assertUndecided(signer.send(unknown), Duration.ofMinutes(1));
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).hasSize(2);
    }

    @Test
    @DisplayName("AS-T-07: a known kid with a wrong signature fetches nothing")
    void aForgedSignatureFetchesNothing() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        gateway.clock.forward(Duration.ofMinutes(2));

        signer.assertRejected(
                signer.draft().header("kid", "p256").signedBy(SigningKeys.OTHER_P256), UNSIGNED);
        assertThat(gateway.documents.asked()).hasSize(1);
    }

    @Test
    @DisplayName("AS-T-06: keys that can't be fetched now are 503, and prove the client afterwards")
    void aFailedFetchIsPassing() {
        gateway.documents.cutOff(URI);
        String assertion = signer.assertion();

        assertUndecided(signer.send(assertion), Duration.ofSeconds(5));
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(assertion);
    }

    @Test
    @DisplayName("AS-T-06: a failed early fetch leaves those alone whose keys are known")
    void aFailedEarlyFetchKeepsTheSet() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        gateway.documents.cutOff(URI);
        gateway.clock.forward(Duration.ofMinutes(1));
        String unknown = signer.draft().signedBy(SigningKeys.RSA);

        assertUndecided(signer.send(unknown), Duration.ofSeconds(5));
        assertUndecided(signer.send(unknown), Duration.ofMinutes(1));
        signer.assertAccepted(signer.assertion());
        assertThat(gateway.documents.asked()).hasSize(2);
    }

    @Test
    @DisplayName("AS-T-06: keys that are no longer fresh are not used when they can't be fetched")
    void oldKeysDoNotStandIn() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        gateway.documents.cutOff(URI);
        gateway.clock.forward(Duration.ofHours(1));

        assertUndecided(signer.send(signer.assertion()), Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("AS-T-07: withdrawn or unusable keys prove nothing, until there are others")
    void withdrawnKeysProveNothing() {
        gateway.documents.withdraw(URI);
        signer.assertRejected(signer.assertion(), "the key set is withdrawn");
        gateway.documents.spoil(URI);
        signer.assertRejected(signer.assertion(), "spoilt by the test");
        gateway.documents.serve(URI, "{\"keys\":{}}");
        signer.assertRejected(signer.assertion(), "what is published is no key set");
        gateway.documents.serve(URI, "{}");
        signer.assertRejected(signer.assertion(), "what is published is no key set");
        publish(Duration.ofHours(1), SigningKeys.P256);

        signer.assertAccepted(signer.assertion());
    }

    @Test
    @DisplayName("AS-T-07: a withdrawn set is forgotten, fresh or not")
    void aWithdrawnSetIsForgotten() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        signer.assertAccepted(signer.assertion());
        gateway.documents.withdraw(URI);
        gateway.clock.forward(Duration.ofMinutes(1));

        signer.assertRejected(signer.draft().signedBy(SigningKeys.RSA), "the key set is withdrawn");
        signer.assertRejected(signer.assertion(), "the key set is withdrawn");
    }

    @Test
    @DisplayName("AS-T-07: keys of other kinds and uses are passed over, private ones too")
    void otherKeysArePassedOver() {
        gateway.documents.serve(
                URI,
                "{\"keys\":[1,null,{},{\"kty\":\"new\"},{\"kty\":\"RSA\"},"
                        + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"},"
                        + json(encryption(SigningKeys.OTHER_P256))
                        + ","
                        + json(SigningKeys.rsa(1024, "short"))
                        + ","
                        + SigningKeys.RSA.toJSONString()
                        + ","
                        + json(SigningKeys.P256)
                        + "]}");

        signer.assertAccepted(signer.assertion());
        gateway.clock.forward(Duration.ofMinutes(1));
        signer.assertRejected(signer.draft().signedBy(SigningKeys.OTHER_P256), UNSIGNED);
    }

    @Test
    @DisplayName("AS-T-07: nobody is proven by a private key that its owner published")
    void aPublishedPrivateKeyProvesNothing() {
        gateway.documents.serve(URI, new JWKSet(SigningKeys.P256).toString(false));

        signer.assertRejected(signer.assertion(), UNSIGNED);
    }

    @Test
    @DisplayName("AS-T-07: ten keys are tried on an assertion that names none")
    void tenKeysAreTried() {
        JWK[] keys = new JWK[11];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = SigningKeys.ec(Curve.P_256, null);
        }
        publish(Duration.ofHours(1), keys);

        signer.assertAccepted(signer.draft().signedBy(keys[9]));
        gateway.clock.forward(Duration.ofMinutes(1));
        signer.assertRejected(signer.draft().signedBy(keys[10]), UNSIGNED);
    }

    @Test
    @DisplayName("AS-C-07: one fetch for all who need a set at the same time")
    void oneFetchServesMany() {
        publish(Duration.ofHours(1), SigningKeys.P256);
        var all = new CountDownLatch(50);
        gateway.documents.meanwhile(() -> await(all));
        List<String> assertions = assertions(50);

        Race.of(
                        50,
                        number -> {
                            all.countDown();
                            return signer.send(assertions.get(number));
                        })
                .forEach(Signer::assertAccepted);
        assertThat(gateway.documents.asked()).hasSize(1);
    }

    @Test
    @DisplayName("AS-T-07: nothing is fetched for an assertion that could not count")
    void nothingIsFetchedForABadAssertion() {
        signer.assertRejected(
                signer.draft().claim("aud", "x").signedBy(SigningKeys.P256),
                "aud is not the issuer alone");
        signer.assertRejected("x", "no signed JWT");

        assertThat(gateway.documents.asked()).isEmpty();
    }

    private List<String> assertions(int number) {
        return IntStream.range(0, number).mapToObj(_ -> signer.assertion()).toList();
    }

    private void publish(Duration freshFor, JWK... keys) {
        gateway.documents.serve(URI, SigningKeys.set(keys), freshFor);
    }

    private static void assertUndecided(TokenOutcome outcome, Duration retryAfter) {
        assertThat(outcome).isEqualTo(new TokenOutcome.Busy(retryAfter));
    }

    private static JWK unnamed(JWK key) {
        return new ECKey.Builder(key.toECKey()).keyID(null).build();
    }

    private static JWK encryption(JWK key) {
        return new ECKey.Builder(key.toECKey()).keyUse(KeyUse.ENCRYPTION).build();
    }

    private static String json(JWK key) {
        return key.toPublicJWK().toJSONString();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
