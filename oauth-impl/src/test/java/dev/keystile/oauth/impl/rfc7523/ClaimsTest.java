package dev.keystile.oauth.impl.rfc7523;

import static dev.keystile.oauth.impl.InMemoryServer.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an assertion says (RFC 7523 section 3). */
class ClaimsTest {
    private static final String MALFORMED = "no signed JWT";
    private static final String STRANGER = "iss and sub are not one client";
    private static final String OTHER_ID = "client_id and sub are not one client";
    private static final String AUDIENCE = "aud is not the issuer alone";
    private static final String ID = "jti is missing or too long";
    private static final String UNKNOWN = "not registered here";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.registered(gateway, SigningKeys.P256);

    @ParameterizedTest
    @CsvSource({
        "iss, " + STRANGER,
        "sub, " + STRANGER,
        "aud, " + AUDIENCE,
        "exp, exp is missing",
        "jti, " + ID
    })
    @DisplayName("AS-T-07: iss, sub, aud, exp and jti are required")
    void aMissingClaimProvesNothing(String claim, String reason) {
        signer.assertRejected(signer.draft().without(claim).signedBy(SigningKeys.P256), reason);
        signer.assertRejected(
                signer.draft().claim(claim, true).signedBy(SigningKeys.P256), MALFORMED);
        if (!claim.equals("exp")) {
            signer.assertRejected(
                    signer.draft().claim(claim, "").signedBy(SigningKeys.P256), reason);
        }
    }

    @Test
    @DisplayName("AS-T-07: iss and sub are the client")
    void issuerAndSubjectAreTheClient() {
        signer.assertRejected(
                signer.draft().claim("iss", "another").signedBy(SigningKeys.P256), STRANGER);
        signer.assertRejected(
                signer.draft().claim("iss", BASE).signedBy(SigningKeys.P256), STRANGER);
        signer.assertRejected(
                signer.draft().claim("sub", "another").signedBy(SigningKeys.P256), STRANGER);
    }

    @Test
    @DisplayName("AS-T-07: one client's assertion does not prove another")
    void aClientSpeaksForItselfOnly() {
        Signer other = Signer.registered(gateway, SigningKeys.OTHER_P256);
        String id = other.client().clientId().value();

        signer.assertRejected(
                signer.draft().claim("iss", id).claim("sub", id).signedBy(SigningKeys.P256),
                "no key of this client signed it");
        Signer.assertRejected(
                gateway.token(Signer.request(signer.assertion()).and("client_id", id)), OTHER_ID);
    }

    @Test
    @DisplayName("AS-T-07: client_id is optional and has to agree")
    void theClientIdParameterAgrees() {
        String id = signer.client().clientId().value();

        Signer.assertAccepted(
                gateway.token(Signer.request(signer.assertion()).and("client_id", id)));
        Signer.assertRejected(
                gateway.token(Signer.request(signer.assertion()).and("client_id", id + "x")),
                OTHER_ID);
    }

    @ParameterizedTest
    @MethodSource("audiences")
    @DisplayName("AS-T-07: the issuer is the only audience")
    void theIssuerIsTheOnlyAudience(Object audience, boolean accepted) {
        String assertion = signer.draft().claim("aud", audience).signedBy(SigningKeys.P256);

        if (accepted) {
            signer.assertAccepted(assertion);
        } else {
            signer.assertRejected(assertion, AUDIENCE);
        }
    }

    static Stream<Object[]> audiences() {
        return Stream.of(
                new Object[] {BASE, true},
                new Object[] {List.of(BASE), true},
                new Object[] {BASE + "/", false},
                new Object[] {BASE.toUpperCase(Locale.ROOT), false},
                new Object[] {BASE + "/oauth/token", false},
                new Object[] {List.of(BASE, "https://other.example"), false},
                new Object[] {List.of(BASE, BASE), false},
                new Object[] {List.of(), false},
                new Object[] {Arrays.asList(BASE, null), false},
                new Object[] {"https://other.example", false});
    }

    @Test
    @DisplayName("AS-T-07: the token endpoint is an audience only where the operator allows it")
    void theTokenEndpointIsAnAudienceOnRequest() {
        DefaultAuthorizationServer lenient =
                gateway.anotherNode(new ClientPolicy(ClientPolicy.KNOWN_SCHEMES, true, true, true));
        String endpoint = BASE + "/oauth/token";

        for (Object audience : List.of(endpoint, List.of(endpoint), BASE)) {
            Signer.assertAccepted(
                    Signer.send(
                            lenient,
                            signer.draft().claim("aud", audience).signedBy(SigningKeys.P256)));
        }
        for (Object audience : List.of(List.of(BASE, endpoint), endpoint + "/", BASE + "/oauth")) {
            Signer.assertRejected(
                    Signer.send(
                            lenient,
                            signer.draft().claim("aud", audience).signedBy(SigningKeys.P256)),
                    AUDIENCE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -60, exp is past",
        "exp, -59,",
        "exp, 3660,",
        "exp, 3661, exp is too far ahead",
        "nbf, 60,",
        "nbf, 61, nbf or iat is in the future",
        "iat, 60,",
        "iat, 61, nbf or iat is in the future",
        "iat, -100000,"
    })
    @DisplayName(
            "AS-T-07: exp is at most an hour ahead, nothing begins later; clocks may differ by a minute")
    void timesHaveLimits(String claim, long seconds, String reason) {
        long time = gateway.clock.instant().plusSeconds(seconds).getEpochSecond();
        String assertion = signer.draft().claim(claim, time).signedBy(SigningKeys.P256);

        if (reason == null) {
            signer.assertAccepted(assertion);
        } else {
            signer.assertRejected(assertion, reason);
        }
    }

    @Test
    @DisplayName("AS-T-07: an assertion ends a minute after its exp, to the millisecond")
    void anAssertionEnds() {
        String early = signer.assertion();
        String late = signer.assertion();
        gateway.clock.forward(Duration.ofMinutes(2).minusMillis(1));
        signer.assertAccepted(early);
        gateway.clock.forward(Duration.ofMillis(1));

        signer.assertRejected(late, "exp is past");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "9223372036854775807", "-1", "18446744073709551616"})
    void absurdTimesProveNothing(String number) {
        signer.assertRejected(
                signer.draft().claim("exp", new BigDecimal(number)).signedBy(SigningKeys.P256),
                "exp is past");
    }

    @Test
    @DisplayName("AS-T-07: a jti has 1 to 256 characters")
    void theIdIsBounded() {
        signer.assertAccepted(signer.draft().claim("jti", "j").signedBy(SigningKeys.P256));
        signer.assertAccepted(
                signer.draft().claim("jti", "é".repeat(256)).signedBy(SigningKeys.P256));
        signer.assertRejected(
                signer.draft().claim("jti", "j".repeat(257)).signedBy(SigningKeys.P256), ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ".",
                "..",
                "a.b.c",
                "a.b.c.d",
                "e30.e30.e30",
                "eyJhbGciOiJFUzI1NiJ9..AAAA",
                "eyJhbGciOiJFUzI1NiJ9.eA.AAAA",
                "bnVsbA.e30.AAAA",
                "eyJhbGciOiJFUzI1NiJ9.bnVsbA.AAAA",
                "\u0000",
                "é"
            })
    @DisplayName("AS-T-07: what is no signed JWT proves nothing")
    void rubbishProvesNothing(String assertion) {
        signer.assertRejected(assertion, MALFORMED);
    }

    @Test
    void anAssertionHasALimit() {
        AssertionDraft draft = signer.draft();
        String most = draft.claim("x", "a".repeat(11_000)).signedBy(SigningKeys.P256);
        String more = draft.claim("x", "a".repeat(13_000)).signedBy(SigningKeys.P256);

        assertThat(most.length()).isLessThan(16_384);
        assertThat(more.length()).isGreaterThan(16_384);
        signer.assertRejected(more, MALFORMED);
        signer.assertAccepted(most);
    }

    @Test
    @DisplayName("AS-T-06: an unknown client is told nothing else, and nothing is fetched for it")
    void anUnknownClientIsTheSame() {
        AssertionDraft unknown = AssertionDraft.of("nobody", gateway.clock.instant());

        signer.assertRejected(unknown.signedBy(SigningKeys.P256), UNKNOWN);
        gateway.removeClient(signer.client());
        signer.assertRejected(signer.assertion(), UNKNOWN);
        assertThat(gateway.documents.asked()).isEmpty();
    }
}
