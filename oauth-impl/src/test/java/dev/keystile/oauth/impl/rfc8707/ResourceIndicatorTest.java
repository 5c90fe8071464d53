package dev.keystile.oauth.impl.rfc8707;

import static dev.keystile.oauth.impl.InMemoryServer.BASE;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.TokenSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIndicatorTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form valid = gateway.authorization(client);

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/mcp, http://localhost:8080/mcp",
        "http://localhost:8080/mcp/, http://localhost:8080/mcp",
        "HTTP://LocalHost:8080/mcp, http://localhost:8080/mcp",
        "http://localhost:8080/mcp/oauth/jane, http://localhost:8080/mcp/oauth/jane",
        "http://localhost:8080/mcp/oauth/jane/, http://localhost:8080/mcp/oauth/jane"
    })
    @DisplayName("AS-R-04: scheme and host without case, one trailing slash forgiven")
    void aResourceIsBoundInItsCanonicalForm(String indicator, String bound) {
        ProtectedResource resource =
                gateway.ask(valid.with("resource", indicator)).prompt().subject().resource();

        assertThat(resource).isNotNull();
        assertThat(resource.uri()).isEqualTo(bound);
    }

    @Test
    @DisplayName("AS-R-08: several resources only when all mean the same")
    void aRepeatedEqualResourceIsAllowed() {
        gateway.ask(valid.and("resource", BASE + "/mcp").and("resource", BASE + "/mcp/"));

        assertRedirected(
                valid.and("resource", BASE + "/mcp/oauth/jane"), OAuthError.INVALID_TARGET);
        assertRedirected(valid.and("resource", BASE), OAuthError.INVALID_TARGET);
        assertRedirected(valid.and("resource", "https://evil.example"), OAuthError.INVALID_TARGET);
    }

    @Test
    @DisplayName("AS-R-06, AS-R-07: without a resource, or with the origin, the person chooses")
    void theOriginLeavesTheChoiceToThePerson() {
        for (Form form :
                new Form[] {
                    valid.without("resource"),
                    valid.with("resource", BASE),
                    valid.with("resource", BASE + "/")
                }) {
            assertThat(gateway.ask(form).prompt().subject().resource()).isNull();
        }
    }

    @Test
    void theDefaultPortOfAnHttpsIssuerMayBeNamed() {
        InMemoryServer https =
                new InMemoryServer(
                        "https://mcp.example.com",
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CLAIMED);
        Form form = https.authorization(https.publicClient());

        assertThat(
                        https.ask(form.with("resource", "https://mcp.example.com:443/mcp"))
                                .prompt()
                                .subject()
                                .resource())
                .isEqualTo(https.resources.shared());
        for (String foreign :
                new String[] {
                    "http://mcp.example.com/mcp",
                    "https://mcp.example.com:444/mcp",
                    "https://mcp.example.com@evil.example/mcp",
                    "https://mcp.example.com.evil.example/mcp",
                    "https://mcp.example.com?/mcp",
                    "https://mcp.example.com\\/mcp"
                }) {
            assertThat(
                            query(redirect(https.authorize(form.with("resource", foreign))))
                                    .value("error"))
                    .as(foreign)
                    .isEqualTo("invalid_target");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/mcp",
                "http://localhost:8080/mcp#here",
                "http://localhost:8080/mcp?x=1",
                "http://localhost:8080/other",
                "http://localhost:8080/mcp/oauth/a%62",
                "mcp",
                "urn:x"
            })
    @DisplayName("AS-R-05, AS-A-09: what is malformed, foreign or unknown is invalid_target")
    void anotherTargetIsInvalid(String resource) {
        assertRedirected(valid.with("resource", resource), OAuthError.INVALID_TARGET);
    }

    @Test
    @DisplayName("AS-R-02: the resource of the request is the only one its token fits")
    void aTokenFitsItsResourceOnly() {
        String code = gateway.code(valid.with("resource", BASE + "/mcp/oauth/jane"));
        Form exchange = gateway.exchange(client, code).without("resource");
        Secret token = issued(gateway.token(exchange)).accessToken();

        assertThat(gateway.check(token, gateway.personal("jane")))
                .isInstanceOf(BearerCheck.Allowed.class);
        assertThat(gateway.check(token))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/mcp/oauth/jane",
                "https://evil.example/mcp",
                "é",
                "http://localhost:8080/mcp#f"
            })
    @DisplayName("AS-T-23, AS-R-05: another resource is invalid_target and does not burn the code")
    void anotherResourceIsRefused(String resource) {
        Form exchange = exchange();
        refused(gateway.token(exchange.with("resource", resource)), OAuthError.INVALID_TARGET);
        refused(gateway.token(exchange.and("resource", resource)), OAuthError.INVALID_TARGET);
        issued(gateway.token(exchange));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://localhost:8080/"})
    @DisplayName("AS-R-07: the origin means the bound resource")
    void theOriginMeansTheBoundResource(String origin) {
        issued(gateway.token(exchange().with("resource", origin)));
    }

    private Form exchange() {
        return gateway.exchange(client, gateway.code(valid));
    }

    private void assertRedirected(Form form, OAuthError error) {
        assertThat(query(redirect(gateway.authorize(form))).value("error")).isEqualTo(error.code());
    }
}
