package dev.keystile.oauth.impl.rfc7662;

import static dev.keystile.oauth.impl.InMemoryServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.IntrospectionCallers;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Resource servers and the admin may ask, and nobody else. */
class WhoMayIntrospectTest extends IntrospectionCase {
    @Test
    @DisplayName("AS-X-02: a resource server authenticates by Basic, as it is or form-encoded")
    void aResourceServerUsesBasic() {
        Form form = Form.of("token", tokens.accessToken().reveal());

        assertAuthorized(form, basic(ID, SECRET));
        assertAuthorized(form, basic("memory%2Dserver", SECRET.replace("~", "%7E")));
        assertAuthorized(form.and("client_id", ID), basic(ID, SECRET));
    }

    @Test
    @DisplayName("AS-X-02: or in the body")
    void aResourceServerUsesTheBody() {
        Form form =
                Form.of(
                        "token",
                        tokens.accessToken().reveal(),
                        "client_id",
                        ID,
                        "client_secret",
                        SECRET);

        assertAuthorized(form, null);
        assertThat(introspect(form.without("client_secret"), null))
                .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
        assertThat(introspect(form.without("client_id"), null))
                .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
    }

    @Test
    @DisplayName("AS-X-02: the admin uses a bearer token")
    void theAdminUsesABearerToken() {
        Form form = Form.of("token", tokens.accessToken().reveal());

        assertAuthorized(form, "Bearer " + ADMIN);
        assertAuthorized(form, "bEARER  " + ADMIN + " ");
    }

    private void assertAuthorized(Form form, String authorization) {
        assertThat(introspect(form, authorization)).isInstanceOf(IntrospectionOutcome.Active.class);
    }

    @Test
    @DisplayName("AS-X-02: nobody else may ask, and all are told the same")
    void othersMayNotAsk() {
        ClientInformation confidential =
                gateway.register("client_secret_basic", InMemoryServer.WEB);
        String secret = confidential.clientSecret().reveal();
        Form form = Form.of("token", tokens.accessToken().reveal());

        for (String header :
                new String[] {
                    null,
                    "",
                    " ",
                    "Basic",
                    "Basic %%%",
                    basic(ID, ""),
                    basic(ID, SECRET + "x"),
                    basic(ID, SECRET.substring(1)),
                    basic("other", SECRET),
                    basic("nobody", SECRET),
                    basic("", SECRET),
                    basic(ID, ADMIN),
                    basic("admin", ADMIN),
                    basic(confidential.clientId().value(), secret),
                    "Digest " + SECRET
                }) {
            assertThat(introspect(form, header))
                    .as(header)
                    .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
        }
        assertThat(introspect(form.and("client_id", "other"), basic(ID, SECRET)))
                .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
        assertThat(introspect(form.and("client_id", client.clientId().value()), null))
                .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
    }

    @Test
    @DisplayName("AS-X-02: a bearer token that is not the admin's opens nothing, a good one too")
    void otherBearerTokensMayNotAsk() {
        Form form = Form.of("token", tokens.accessToken().reveal());

        for (String token :
                new String[] {
                    "",
                    "x",
                    "é",
                    ADMIN + "x",
                    ADMIN.substring(1),
                    ADMIN + " " + ADMIN,
                    SECRET,
                    tokens.accessToken().reveal()
                }) {
            assertThat(introspect(form, "Bearer " + token))
                    .as(token)
                    .isEqualTo(new IntrospectionOutcome.Unauthorized(true));
        }
    }

    @Test
    @DisplayName("AS-X-02: where nobody is configured nobody may ask, and nothing is advertised")
    void nobodyMayAskWhereNobodyIsConfigured() {
        InMemoryServer closed = new InMemoryServer();
        Form form = Form.of("token", "x");

        for (String header : new String[] {null, basic("", ""), basic(ID, SECRET), "Basic Og=="}) {
            assertThat(introspect(closed.server, form, header))
                    .isEqualTo(new IntrospectionOutcome.Unauthorized(false));
        }
        for (String header : new String[] {"Bearer ", "Bearer x", "Bearer " + ADMIN}) {
            assertThat(introspect(closed.server, form, header))
                    .isEqualTo(new IntrospectionOutcome.Unauthorized(true));
        }
        assertThat(closed.server.metadata().introspectionEndpoint()).isNull();
        assertThat(closed.server.metadata().introspectionEndpointAuthMethodsSupported()).isEmpty();
    }

    @Test
    @DisplayName("AS-M-13: the endpoint is advertised to resource servers, not to the admin")
    void theEndpointIsAdvertisedToResourceServers() {
        var metadata = gateway.server.metadata();
        var adminOnly = new InMemoryServer(IntrospectionCallers.of(Map.of(), Secret.of(ADMIN)));

        assertThat(metadata.introspectionEndpoint())
                .isEqualTo(InMemoryServer.BASE + "/oauth/introspect");
        assertThat(metadata.introspectionEndpointAuthMethodsSupported())
                .containsExactly("client_secret_basic", "client_secret_post");
        assertThat(adminOnly.server.metadata().introspectionEndpoint()).isNull();
        assertThat(introspect(adminOnly.server, Form.of("token", "x"), "Bearer " + ADMIN))
                .isEqualTo(new IntrospectionOutcome.Inactive());
    }
}
