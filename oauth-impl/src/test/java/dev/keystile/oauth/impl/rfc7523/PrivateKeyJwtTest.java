package dev.keystile.oauth.impl.rfc7523;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The method private_key_jwt at the token endpoint (OpenID Connect Core section 9). */
class PrivateKeyJwtTest {
    private static final String DOCUMENT = "https://client.example/client.json";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.registered(gateway, SigningKeys.P256);

    @Test
    @DisplayName("AS-T-04, AS-T-07: a code and then a refresh token, each with an assertion")
    void anAssertionServesTheWholeFlow() {
        TokenResponse first = signIn(signer);
        TokenResponse second = issued(gateway.token(refresh(signer, first.refreshToken())));

        assertThat(gateway.check(second.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    @DisplayName("AS-T-07: client_id may be left out")
    void theAssertionNamesTheClient() {
        Form form =
                gateway.exchange(signer.client(), gateway.code(signer.client()))
                        .without("client_id");

        issued(gateway.token(Signer.with(form, signer.assertion())));
    }

    @Test
    @DisplayName(
            "AS-T-04: a client that registered for private_key_jwt proves itself in no other way")
    void theRegisteredMethodIsUsed() {
        Form form = gateway.exchange(signer.client(), gateway.code(signer.client()));
        String id = signer.client().clientId().value();

        refused(gateway.token(form), OAuthError.INVALID_CLIENT);
        refused(gateway.token(form.and("client_secret", "x")), OAuthError.INVALID_CLIENT);
        refused(gateway.token(form, basic(id, "")), OAuthError.INVALID_CLIENT);
        refused(gateway.token(form, basic(id, "x")), OAuthError.INVALID_CLIENT);
        issued(gateway.token(Signer.with(form, signer.assertion())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "client_secret_post", "client_secret_basic"})
    @DisplayName("AS-T-04: and no other client by an assertion")
    void anotherMethodTakesNoAssertion(String method) {
        ClientInformation client = gateway.register(method, method.equals("none") ? LOOPBACK : WEB);
        String assertion =
                AssertionDraft.of(client.clientId().value(), gateway.clock.instant())
                        .signedBy(SigningKeys.P256);

        signer.assertRejected(assertion, "not the method of this client");
    }

    @Test
    @DisplayName("AS-T-04: two ways of authentication are invalid_request, and use nothing up")
    void oneWayIsEnough() {
        String assertion = signer.assertion();
        Form form = Signer.request(assertion);
        String id = signer.client().clientId().value();

        for (TokenOutcome outcome :
                List.of(
                        gateway.token(form.and("client_secret", "x")),
                        gateway.token(form, basic(id, "x")),
                        gateway.token(form, "Bearer x"),
                        gateway.token(form.without("client_assertion_type"), basic(id, "x")),
                        gateway.token(
                                form.without("client_assertion").and("client_secret", "x")))) {
            assertInvalid(outcome, "use one way of client authentication, not two");
        }
        signer.assertAccepted(assertion);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_assertion", "client_assertion_type"})
    @DisplayName("AS-T-01, AS-T-07: both parameters, each of them once")
    void bothParametersOnce(String name) {
        Form form = Signer.request(signer.assertion());
        String id = signer.client().clientId().value();

        assertInvalid(
                gateway.token(form.without(name).and("client_id", id)),
                "client_assertion and client_assertion_type need each other");
        assertInvalid(
                gateway.token(form.with(name, "").and("client_id", id)),
                "client_assertion and client_assertion_type need each other");
        assertInvalid(
                gateway.token(form.and(name, form.parameters().value(name))),
                "sent more than once: " + name);
        Signer.assertAccepted(gateway.token(form));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer ",
                "URN:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "jwt-bearer"
            })
    @DisplayName("AS-T-07: no other type of assertion")
    void anotherTypeProvesNothing(String type) {
        Form form = Signer.request(signer.assertion());

        Signer.assertRejected(
                gateway.token(form.with("client_assertion_type", type)),
                "another client_assertion_type");
        Signer.assertAccepted(gateway.token(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "client_secret_post", "client_secret_basic"})
    @DisplayName("AS-T-07, AS-C-09: what was granted to a client with a key is not had without it")
    void aRegistrationThatAsksForLessGetsNothing(String method) {
        TokenResponse tokens = signIn(signer);
        String code = gateway.code(signer.client());
        ClientInformation less = gateway.register(method, WEB);
        gateway.becomes(signer.client(), less);
        ClientInformation now =
                new ClientInformation(
                        signer.client().clientId(),
                        less.clientSecret(),
                        less.issuedAt(),
                        less.metadata(),
                        less.management());

        refused(
                gateway.token(gateway.refresh(now, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
        refused(gateway.token(gateway.exchange(now, code)), OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-C-09: what was granted for less may be had with a key")
    void aRegistrationMayAskForMore() {
        ClientInformation open = gateway.register("none", WEB);
        TokenResponse tokens = gateway.signIn(open);
        gateway.becomes(open, signer.client());

        issued(
                gateway.token(
                        refresh(
                                new Signer(gateway, open, SigningKeys.P256),
                                tokens.refreshToken())));
    }

    @Test
    @DisplayName("AS-C-05, AS-T-07: a client known by a document signs with the keys named there")
    void aDescribedClientSigns() {
        Signer described = described(keys());
        TokenResponse tokens = signIn(described);

        issued(gateway.token(refresh(described, tokens.refreshToken())));
        refused(
                gateway.token(gateway.refresh(described.client(), tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
    }

    @Test
    @DisplayName("AS-C-09, AS-C-10: a document that asks for less later gets nothing")
    void aDocumentThatAsksForLessGetsNothing() {
        Signer described = described(keys());
        TokenResponse tokens = signIn(described);
        describe("\"token_endpoint_auth_method\":\"none\"");
        gateway.clock.forward(Duration.ofHours(1));

        refused(
                gateway.token(gateway.refresh(described.client(), tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
        described.assertRejected(described.assertion(), "not the method of this client");
    }

    @Test
    @DisplayName(
            "AS-T-06: a document that can't be fetched now is 503, and proves the client later")
    void anUnreachableDocumentIsPassing() {
        Signer described = described(keys());
        TokenResponse tokens = signIn(described);
        gateway.documents.cutOff(DOCUMENT);
        gateway.clock.forward(Duration.ofHours(1));
        Form form = refresh(described, tokens.refreshToken());

        assertThat(gateway.token(form)).isEqualTo(new TokenOutcome.Busy(Duration.ofSeconds(5)));
        refused(
                gateway.token(gateway.refresh(described.client(), tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
        describe(keys());
        issued(gateway.token(form));
    }

    private TokenResponse signIn(Signer one) {
        Form form = gateway.exchange(one.client(), gateway.code(one.client()));
        return issued(gateway.token(Signer.with(form, one.assertion())));
    }

    private Form refresh(Signer one, Secret refreshToken) {
        return Signer.with(gateway.refresh(one.client(), refreshToken), one.assertion());
    }

    private Signer described(String how) {
        describe(how);
        return new Signer(
                gateway,
                new ClientInformation(
                        new ClientId(DOCUMENT),
                        null,
                        gateway.clock.instant(),
                        metadata("private_key_jwt", WEB),
                        InMemoryServer.UNMANAGED),
                SigningKeys.P256);
    }

    private void describe(String how) {
        gateway.documents.serve(
                DOCUMENT,
                "{\"client_id\":\"%s\",\"client_name\":\"Described\",\"redirect_uris\":[\"%s\"],%s}"
                        .formatted(DOCUMENT, WEB, how));
    }

    private static String keys() {
        return "\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":"
                + SigningKeys.set(SigningKeys.P256);
    }

    private static void assertInvalid(TokenOutcome outcome, String description) {
        assertThat(refused(outcome, OAuthError.INVALID_REQUEST).failure().description())
                .isEqualTo(description);
    }
}
