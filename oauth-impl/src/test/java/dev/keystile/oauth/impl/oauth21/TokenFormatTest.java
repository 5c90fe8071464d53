package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What codes and tokens are made of, seen from outside. */
class TokenFormatTest {
    private static final String PREFIX = "jean_oauth_";
    private static final int SIGN_INS = 24;

    /** Before it stand the kind, the grant and the generation. */
    private static final int SECRET_AT = 21;

    private static final int SECRET_BYTES = 32;

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();

    @Test
    @DisplayName("AS-T-40: codes and tokens, rotated ones too, hold 256 bits that nobody can guess")
    void credentialsCannotBeGuessed() {
        List<List<String>> rounds = new ArrayList<>();
        for (int i = 0; i < SIGN_INS; i++) {
            rounds.add(credentials());
        }

        assertThat(rounds.stream().flatMap(List::stream)).doesNotHaveDuplicates();
        for (int kind = 0; kind < rounds.getFirst().size(); kind++) {
            int of = kind;
            assertEveryBitVaries(rounds.stream().map(round -> secret(round.get(of))).toList());
        }
    }

    @Test
    @DisplayName("AS-T-41: tokens say nothing, and only their SHA-256 is stored")
    void onlyDigestsAreStored() throws Exception {
        List<String> credentials = credentials();
        String rotated = credentials.getLast();

        String grant = gateway.stage();
        for (String credential : credentials) {
            assertThat(grant)
                    .doesNotContain(credential, credential.substring(PREFIX.length()))
                    .doesNotContain(encoded(secret(credential)));
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(rotated));
        assertThat(grant).contains(encoded(digest));
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
    }

    @Test
    @DisplayName("AS-T-43: what goes through the browser is a code, in the query, and no token")
    void noTokenIsInAUrl() {
        AuthorizationResponse response = gateway.allow(gateway.authorization(client));

        assertThat(response.location().reveal()).doesNotContain("#", "token");
        assertThat(query(response)).hasToString("Parameters[code, state, iss]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "code token", "id_token", "code id_token token", "none"})
    @DisplayName("AS-T-43, AS-X-09: no response type puts a token into a URL")
    void noOtherResponseTypeIsGranted(String type) {
        Form form = gateway.authorization(client).with("response_type", type);

        AuthorizationResponse response = redirect(gateway.authorize(form));

        assertThat(query(response).value("error")).isEqualTo("unsupported_response_type");
        assertThat(response.location().reveal()).doesNotContain("#", "access_token");
    }

    /** A code, the first pair of tokens, and the pair after a rotation. */
    private List<String> credentials() {
        String code = gateway.code(client);
        TokenResponse first = issued(gateway.token(gateway.exchange(client, code)));
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        return List.of(
                code,
                first.accessToken().reveal(),
                first.refreshToken().reveal(),
                second.accessToken().reveal(),
                second.refreshToken().reveal());
    }

    private static void assertEveryBitVaries(List<byte[]> secrets) {
        BitSet one = new BitSet();
        BitSet zero = new BitSet();
        for (byte[] secret : secrets) {
            BitSet bits = BitSet.valueOf(secret);
            one.or(bits);
            bits.flip(0, SECRET_BYTES * 8);
            zero.or(bits);
        }
        one.and(zero);
        assertThat(one.cardinality()).isEqualTo(SECRET_BYTES * 8);
    }

    private static byte[] secret(String credential) {
        return Arrays.copyOfRange(bytes(credential), SECRET_AT, SECRET_AT + SECRET_BYTES);
    }

    private static byte[] bytes(String credential) {
        return Base64.getUrlDecoder().decode(credential.substring(PREFIX.length()));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
