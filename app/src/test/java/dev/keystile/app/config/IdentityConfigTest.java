package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OpenIdSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityConfigTest extends ConfigCase {
    private static final String ISSUER = "IDENTITY_ISSUER=https://login.acme.example/realms/one";
    private static final String CLIENT = "IDENTITY_CLIENT_ID=keystile";

    @Test
    void withNothingSetThereIsNoProvider() {
        assertThat(read().identity()).isNull();
    }

    @Test
    void twoVariablesAreEnough() {
        assertThat(read("API_BASE_URL=https://mcp.acme.example", ISSUER, CLIENT).identity())
                .isEqualTo(
                        new OpenIdSettings(
                                URI.create("https://login.acme.example/realms/one"),
                                "keystile",
                                null,
                                "login.acme.example",
                                Scope.parse("openid email profile"),
                                true,
                                URI.create("https://mcp.acme.example/oauth/identity")));
    }

    @Test
    void everythingCanBeSet() throws IOException {
        OpenIdSettings identity =
                readFile(
                                """
                                identity:
                                  issuer: http://localhost:9000/
                                  client-id: one two
                                  client-secret: hush
                                  name: Acme staff
                                  scope: "email  groups"
                                  fresh-login: false
                                """)
                        .identity();

        assertThat(identity)
                .isEqualTo(
                        new OpenIdSettings(
                                URI.create("http://localhost:9000/"),
                                "one two",
                                Secret.of("hush"),
                                "Acme staff",
                                Scope.parse("openid email groups"),
                                false,
                                URI.create("http://localhost:8080/oauth/identity")));
    }

    @Test
    void secretIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("client-secret"), "hush\n");
        OpenIdSettings identity =
                read(ISSUER, CLIENT, "IDENTITY_CLIENT_SECRET_FILE=" + file).identity();

        assertThat(identity).isNotNull();
        assertThat(identity.clientSecret()).isEqualTo(Secret.of("hush"));
        assertThat(identity.toString()).doesNotContain("hush");
    }

    @Test
    void secretStandsInOnePlace() throws IOException {
        Path file = Files.writeString(folder.resolve("client-secret"), "hush\n");
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        String name = "identity.client-secret-file (IDENTITY_CLIENT_SECRET_FILE): expected ";

        assertThatThrownBy(() ->
                        read(
                                ISSUER,
                                CLIENT,
                                "IDENTITY_CLIENT_SECRET=hush",
                                "IDENTITY_CLIENT_SECRET_FILE=" + file))
                .hasMessageStartingWith(name + "nothing")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> read(ISSUER, CLIENT, "IDENTITY_CLIENT_SECRET_FILE=/no/such/file"))
                .hasMessageStartingWith(name + "a text file that can be read");
        assertThatThrownBy(() -> read(ISSUER, CLIENT, "IDENTITY_CLIENT_SECRET_FILE=" + empty))
                .hasMessageStartingWith(name + "a file with a secret in it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IDENTITY_CLIENT_ID=keystile",
                "IDENTITY_CLIENT_SECRET=hush",
                "IDENTITY_CLIENT_SECRET_FILE=/no/such/file"
            })
    void clientWithoutAProviderStopsTheStart(String variable) {
        assertThatThrownBy(() -> read(variable))
                .hasMessageStartingWith("identity.issuer (IDENTITY_ISSUER): expected a URL, since")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer: 'http://login.acme.example' | identity.issuer (IDENTITY_ISSUER): expected an https URL",
                "issuer: 'https://login.acme.example?a=b' | identity.issuer (IDENTITY_ISSUER): expected an https URL",
                "issuer: 'login.acme.example' | identity.issuer (IDENTITY_ISSUER): expected an http or https URL",
                "client-id: '' | identity.client-id (IDENTITY_CLIENT_ID): expected the id of a client",
                "client-id: 'ä' | identity.client-id (IDENTITY_CLIENT_ID): expected the id of a client",
                "name: \"a\\tb\" | identity.name: expected a name of at most 60",
                "scope: 'a\"b' | identity.scope: expected scopes",
                "fresh-login: sometimes | identity.fresh-login: expected one of false, true",
                "issuers: x | identity.issuers: unknown key"
            })
    void whatIsWrongStopsTheStartAndIsNamed(String line, String message) {
        String key = line.substring(0, line.indexOf(':') + 1);
        String rest =
                "issuer: https://login.acme.example\nclient-id: keystile\n"
                        .lines()
                        .filter(other -> !other.startsWith(key))
                        .reduce("", (lines, other) -> lines + "  " + other + "\n");

        assertThatThrownBy(() -> readFile("identity:\n" + rest + "  " + line + "\n"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }
}
