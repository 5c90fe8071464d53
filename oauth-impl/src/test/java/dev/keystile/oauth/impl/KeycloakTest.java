package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sign-ins at a real Keycloak; {@code -Pkeycloak} unpacks one. */
@Tag("keycloak")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KeycloakTest {
    private static KeycloakServer keycloak;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new HashMap<>();
    private int signIns;

    @BeforeAll
    static void start() throws IOException {
        keycloak = new KeycloakServer(Path.of(System.getProperty("keycloak.home")));
    }

    @AfterAll
    static void stop() {
        keycloak.close();
    }

    @Test
    void personIsIdentifiedAfterAFreshSignInEachTime() throws Exception {
        Identity first = identity(true);
        assertThat(first.issuer()).isEqualTo(keycloak.issuer());
        assertThat(first.label()).isEqualTo("ada@people.example");
        assertThat(signIns).isEqualTo(1);

        Identity again = identity(true);
        assertThat(again.isSameAs(first)).isTrue();
        assertThat(signIns).isEqualTo(2);
    }

    @Test
    void whoeverIsSignedInIsAskedForNothingWhereThatIsEnough() throws Exception {
        Identity first = identity(false);
        assertThat(signIns).isEqualTo(1);

        assertThat(identity(false).isSameAs(first)).isTrue();
        assertThat(signIns).isEqualTo(1);
    }

    @Test
    void wrongSecretOfTheClientIsRefused() throws Exception {
        assertThat(signIn(true, "wrong"))
                .isEqualTo(
                        new LoginAnswer.Refused("token endpoint: status 401, unauthorized_client"));
    }

    private Identity identity(boolean fresh) throws Exception {
        return switch (signIn(fresh, KeycloakServer.SECRET)) {
            case LoginAnswer.Identified(Identity identity) -> identity;
            case LoginAnswer other -> throw new AssertionError(other);
        };
    }

    private LoginAnswer signIn(boolean fresh, String secret) throws Exception {
        InstantSource clock = InstantSource.system();
        Login login = new Login(random(), random(), clock.instant());
        try (var provider = new OpenIdProvider(settings(fresh, secret), clock)) {
            LoginStart start = provider.start(login, random(), "en");
            assertThat(start).isInstanceOf(LoginStart.To.class);
            URI back = walk(URI.create(((LoginStart.To) start).url().reveal()));
            return provider.finish(login, Parameters.parse(back.getRawQuery()).orElseThrow());
        }
    }

    private static OpenIdSettings settings(boolean fresh, String secret) {
        return new OpenIdSettings(
                URI.create(keycloak.issuer()),
                KeycloakServer.CLIENT,
                Secret.of(secret),
                "Keycloak",
                Scope.parse("openid email profile"),
                fresh,
                URI.create(KeycloakServer.REDIRECT));
    }

    /** What a browser does, and a person in it, until it is sent back. */
    private URI walk(URI start) throws IOException, InterruptedException {
        URI at = start;
        HttpResponse<String> page = send(HttpRequest.newBuilder(at));
        while (!at.toString().startsWith(KeycloakServer.REDIRECT)) {
            if (page.statusCode() == 302) {
                at = at.resolve(page.headers().firstValue("location").orElseThrow());
                page = at.getPort() == 9 ? page : send(HttpRequest.newBuilder(at));
            } else {
                at = action(page);
                page = send(filled(at));
            }
        }
        return at;
    }

    private URI action(HttpResponse<String> page) {
        Matcher form =
                Pattern.compile("id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"")
                        .matcher(page.body());
        assertThat(form.find()).as("%s: %s", page.statusCode(), page.body()).isTrue();
        signIns++;
        return URI.create(form.group(1).replace("&amp;", "&"));
    }

    private static HttpRequest.Builder filled(URI action) {
        String form =
                Form.of("username", KeycloakServer.PERSON, "password", KeycloakServer.PASSWORD)
                        .text();
        return HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        String sent =
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
        HttpResponse<String> response =
                http.send(
                        request.header("Cookie", sent).build(),
                        HttpResponse.BodyHandlers.ofString());
        for (String line : response.headers().allValues("set-cookie")) {
            String[] cookie = line.split(";", 2)[0].split("=", 2);
            cookies.put(cookie[0], cookie[1]);
        }
        return response;
    }

    private static Secret random() {
        return Secret.of((UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", ""));
    }
}
