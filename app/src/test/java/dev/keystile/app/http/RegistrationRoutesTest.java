package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRoutesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Site site = Site.onLoopback();
    private final AtomicReference<ClientMetadata> asked = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private Raw.Answer register(String json) {
        return site.send(
                "POST", "/oauth/register", "Content-Type: application/json; charset=utf-8\n", json);
    }

    private void issue(Secret secret) {
        site.oauth.register =
                metadata -> {
                    asked.set(metadata);
                    return new RegistrationOutcome.Registered(
                            new ClientInformation(
                                    new ClientId("client-1"),
                                    secret,
                                    NOW,
                                    metadata,
                                    new ClientInformation.Management(
                                            "https://gateway.example.com/oauth/register/client-1",
                                            Secret.of("t0ken"))));
                };
    }

    @Test
    @DisplayName("AS-D-02, AS-D-03, AS-E-01: 201, not cached, with what was registered")
    void registeredClientIsTold() {
        issue(Secret.of("s3cret"));

        var answer =
                register(
                        "{\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":\"Ä\",\"jwks\":{\"keys\":[]}}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.json().getString("client_id")).isEqualTo("client-1");
        assertThat(answer.json().getInt("client_id_issued_at")).isEqualTo(1767323045);
        assertThat(answer.json().getString("client_secret")).isEqualTo("s3cret");
        assertThat(answer.json().getInt("client_secret_expires_at")).isZero();
        assertThat(answer.json().getString("client_name")).isEqualTo("Ä");
        assertThat(answer.json().getString("registration_client_uri"))
                .isEqualTo("https://gateway.example.com/oauth/register/client-1");
        assertThat(answer.json().getString("registration_access_token")).isEqualTo("t0ken");
    }

    @Test
    @DisplayName(
            "AS-D-04: no null, no empty text, no empty array, and no secret where none was issued")
    void absentMembersAreLeftOut() {
        issue(null);

        var answer =
                register(
                        "{\"redirect_uris\":[\"https://a.example/cb\"],\"scope\":\"\",\"client_uri\":null,\"grant_types\":[]}");

        assertThat(answer.json())
                .containsOnlyKeys(
                        "client_id",
                        "client_id_issued_at",
                        "registration_client_uri",
                        "registration_access_token",
                        "redirect_uris");
        assertThat(asked.get().clientUri()).isNull();
        assertThat(asked.get().scope()).isEmpty();
    }

    @Test
    @DisplayName("AS-D-06: a body is at most 16 levels deep")
    void aBodyIsAtMostSixteenDeep() {
        issue(null);

        assertThat(register(nested(15)).status()).isEqualTo(201);
        assertThat(register(nested(16)).status()).isEqualTo(400);
    }

    private static String nested(int levels) {
        return "{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }

    @ParameterizedTest
    @DisplayName("AS-D-03, AS-D-09: keys are read as they are, and come back")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"n\":1}]} | jwks | {\"keys\":[{\"kty\":\"EC\",\"n\":1}]}",
                "\"jwks\":{\"keys\":[]},\"jwks_uri\":null | jwks | {\"keys\":[]}",
                "\"jwks\":{\"keys\":[]},\"jwks_uri\":\"\" | jwks | {\"keys\":[]}",
                "\"jwks_uri\":\"https://a.example/k\",\"jwks\":null | jwks_uri | \"https://a.example/k\""
            })
    void keysComeBack(String members, String name, String value) {
        issue(null);

        var answer = register("{" + members + "}");

        assertThat(answer.json().get(name)).hasToString(value);
        assertThat(answer.json())
                .containsOnlyKeys(
                        "client_id",
                        "client_id_issued_at",
                        "registration_client_uri",
                        "registration_access_token",
                        name);
        assertThat(asked.get().keys())
                .isEqualTo(
                        name.equals("jwks")
                                ? new ClientKeys.Inline(value)
                                : new ClientKeys.Published("https://a.example/k"));
    }

    @Test
    @DisplayName("AS-D-05: jwks and jwks_uri exclude each other, with any method")
    void oneKindOfKeysIsEnough() {
        issue(null);

        for (String method : new String[] {"private_key_jwt", "none"}) {
            var answer =
                    register(
                            "{\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://a.example/k\","
                                    + "\"token_endpoint_auth_method\":\""
                                    + method
                                    + "\"}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
            assertThat(answer.json().getString("error_description"))
                    .isEqualTo("jwks and jwks_uri exclude each other");
        }
        assertThat(asked.get()).isNull();
    }

    @Test
    @DisplayName("AS-D-01, AS-M-18: anybody may register, at the root too")
    void aliasRegistersToo() {
        issue(null);

        var answer = site.send("POST", "/register", "Content-Type: application/json\n", "{}");

        assertThat(answer.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @DisplayName("AS-D-06: what is not client metadata is invalid_client_metadata")
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"text\"",
                "{} {}",
                "{\"redirect_uris\":\"https://a.example/cb\"}",
                "{\"redirect_uris\":[1]}",
                "{\"redirect_uris\":[null]}",
                "{\"client_name\":7}",
                "{\"jwks\":[]}",
                "{\"jwks\":\"{}\"}",
                "{\"jwks_uri\":{}}",
                "{\"jwks\":{\"keys\":[],\"keys\":[]}}",
                "{\"scope\":[\"mcp\"]}",
                "{\"client_name\":\"a\",\"client_name\":\"b\"}",
                "{\"x\":[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void malformedMetadataIsRefused(String json) {
        issue(null);

        var answer = register(json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
        assertThat(asked.get()).isNull();
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() {
        var answer =
                new Raw(site.port())
                        .send(
                                "POST /oauth/register HTTP/1.1\nHost: "
                                        + site.issuer().authority()
                                        + "\nConnection: close\nContent-Type: application/json\nContent-Length: 19\n\n"
                                        + "{\"client_name\":\"ä\"}",
                                StandardCharsets.ISO_8859_1);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error_description")).isEqualTo("The body is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: application/x-www-form-urlencoded\n",
                "Content-Type: nonsense\n"
            })
    void otherContentTypesAreRefusedWithAdvice(String type) {
        var answer = site.send("POST", "/oauth/register", type, "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
        assertThat(answer.json().getString("error_description")).contains("application/json");
    }

    @Test
    @DisplayName("AS-D-14: at most 64 KB")
    void bodyUpToTheLimitIsRead() {
        issue(null);
        String start = "{\"client_name\":\"";
        String end = "\"}";
        String most =
                start + "a".repeat(Listener.MAX_OAUTH_BYTES - start.length() - end.length()) + end;

        assertThat(register(most).status()).isEqualTo(201);
        assertThat(register(most + " ").status()).isEqualTo(413);
        assertThat(register(most + " ").json().getString("error"))
                .isEqualTo("invalid_client_metadata");
    }

    @Test
    void chunkedBodyOverTheLimitIsRefused() {
        String chunk = "10000\n" + "a".repeat(0x10000) + "\n";

        var answer =
                site.raw(
                        "POST /oauth/register HTTP/1.1\nHost: "
                                + site.issuer().authority()
                                + "\nConnection: close\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n"
                                + chunk
                                + "1\na\n0\n\n");

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void refusalOfTheUseCaseIsPassedOn() {
        site.oauth.register =
                _ ->
                        new RegistrationOutcome.Refused(
                                new OAuthFailure(
                                        OAuthError.INVALID_REDIRECT_URI,
                                        "no https",
                                        "private detail"));

        var answer = register("{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_redirect_uri");
        assertThat(answer.json().getString("error_description")).isEqualTo("no https");
        assertThat(answer.body()).doesNotContain("private");
    }
}
