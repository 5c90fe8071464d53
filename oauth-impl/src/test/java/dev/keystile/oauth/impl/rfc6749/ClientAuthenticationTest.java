package dev.keystile.oauth.impl.rfc6749;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OAuth 2.1 section 2.4 and RFC 6749 section 2.3.1 at the token endpoint. */
class ClientAuthenticationTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation open = gateway.register("none", LOOPBACK);
    private final ClientInformation post = gateway.register("client_secret_post", WEB);
    private final ClientInformation basic = gateway.register("client_secret_basic", WEB);

    @Test
    @DisplayName("AS-T-04: a public client sends its client_id")
    void aPublicClientNamesItself() {
        issued(gateway.token(gateway.exchange(open, gateway.code(open))));
    }

    @Test
    @DisplayName("AS-T-04: client_secret_post for every client that holds a secret")
    void aSecretInTheBody() {
        for (ClientInformation client : new ClientInformation[] {post, basic}) {
            issued(gateway.token(gateway.exchange(client, gateway.code(client))));
        }
    }

    @Test
    @DisplayName("AS-T-05, CL-10: HTTP Basic, also from clients that do not form-encode")
    void aSecretInTheHeader() {
        for (ClientInformation client : new ClientInformation[] {post, basic}) {
            Form form = headerForm(client);
            issued(gateway.token(form, basic(client.clientId().value(), secret(client))));
        }
        issued(
                gateway.token(
                        headerForm(basic).with("client_id", basic.clientId().value()),
                        basic(basic.clientId().value(), secret(basic))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "100%", "%41", "a+b c", "a%2Bb", "ü€", "%zz", "a%", "+", "::"})
    @DisplayName("AS-T-05: both readings of Basic, the form-encoded one first, then the raw one")
    void basicIsReadInBothWays(String secret) {
        ClientInformation client = gateway.withSecret(post.metadata(), secret);
        String id = client.clientId().value();
        Form form = Form.of("grant_type", "refresh_token", "refresh_token", "x");

        refused(gateway.token(form, basic(id, secret)), OAuthError.INVALID_GRANT);
        refused(gateway.token(form, basic(encode(id), encode(secret))), OAuthError.INVALID_GRANT);
        refused(gateway.token(form, basic(id, secret + "x")), OAuthError.INVALID_CLIENT);
    }

    @Test
    void theSchemeIsReadWithoutCase() {
        String header = basic(basic.clientId().value(), secret(basic)).substring(6);

        issued(gateway.token(headerForm(basic), "bAsIc   " + header));
    }

    @Test
    @DisplayName("AS-T-04: two ways of authentication are invalid_request")
    void twoWaysAreOneTooMany() {
        Form form = gateway.exchange(post, gateway.code(post));

        refused(
                gateway.token(form, basic(post.clientId().value(), secret(post))),
                OAuthError.INVALID_REQUEST);
        issued(gateway.token(form));
    }

    @Test
    @DisplayName("AS-T-06, SEC-12: unknown clients and wrong secrets are the same invalid_client")
    void unknownClientsAndWrongSecretsLookAlike() {
        String code = gateway.code(post);
        Form form = gateway.exchange(post, code);
        TokenOutcome.Refused unknown =
                refused(gateway.token(form.with("client_id", "nobody")), OAuthError.INVALID_CLIENT);
        TokenOutcome.Refused wrong =
                refused(
                        gateway.token(form.with("client_secret", "wrong")),
                        OAuthError.INVALID_CLIENT);
        TokenOutcome.Refused missing =
                refused(gateway.token(form.without("client_secret")), OAuthError.INVALID_CLIENT);

        assertThat(unknown).isEqualTo(wrong).isEqualTo(missing);
        issued(gateway.token(form));
    }

    @Test
    void aPublicClientHasNoSecretToShow() {
        Form form = gateway.exchange(open, gateway.code(open));

        refused(gateway.token(form.and("client_secret", "any")), OAuthError.INVALID_CLIENT);
        issued(gateway.token(form.and("client_secret", "")));
    }

    @Test
    @DisplayName("AS-T-03: a failure over Basic says so, for the WWW-Authenticate header")
    void aBasicFailureIsMarked() {
        String id = basic.clientId().value();
        for (String header :
                new String[] {
                    basic(id, "wrong"),
                    basic("nobody", "wrong"),
                    basic(id, ""),
                    "Basic",
                    "Basic ",
                    "Basic %%%",
                    "Basic é",
                    "Basic " + "A".repeat(100_001),
                    "Basic QQ==",
                    basic("", "x"),
                    "Bearer " + id,
                    "",
                    " ",
                    "Negotiate abc",
                    "Basic " + Base64.getEncoder().encodeToString(new byte[] {-1, -2, ':', -3})
                }) {
            refused(gateway.token(headerForm(basic), header), OAuthError.INVALID_CLIENT);
        }
    }

    @Test
    void theHeadersClientMustBeTheBodysClient() {
        Form form = headerForm(basic).with("client_id", post.clientId().value());

        refused(
                gateway.token(form, basic(basic.clientId().value(), secret(basic))),
                OAuthError.INVALID_CLIENT);
    }

    @Test
    void withoutAClientTheRequestIsInvalid() {
        refused(
                gateway.token(gateway.exchange(open, "x").without("client_id")),
                OAuthError.INVALID_REQUEST);
        refused(
                gateway.token(gateway.exchange(open, "x").with("client_id", "")),
                OAuthError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "é", " ", "a b", "https://example.com", "../x", "😀"})
    void anIdThatNoClientCanHaveIsUnknown(String id) {
        Form form = gateway.exchange(open, "x");

        refused(gateway.token(form.with("client_id", id)), OAuthError.INVALID_CLIENT);
        refused(gateway.token(form.with("client_id", id.repeat(9000))), OAuthError.INVALID_CLIENT);
        refused(
                gateway.token(form.without("client_id"), basic(id, "x")),
                OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("W-09: a client that is gone is invalid_client, so that it registers again")
    void aRemovedClientIsInvalid() {
        Form form = gateway.exchange(open, gateway.code(open));
        gateway.removeClient(open);

        refused(gateway.token(form), OAuthError.INVALID_CLIENT);
    }

    private Form headerForm(ClientInformation client) {
        return gateway.exchange(client, gateway.code(client))
                .without("client_secret")
                .without("client_id");
    }

    private static String secret(ClientInformation client) {
        return Objects.requireNonNull(client.clientSecret()).reveal();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
