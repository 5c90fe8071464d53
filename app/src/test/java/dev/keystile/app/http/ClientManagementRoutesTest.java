package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientManagementRoutesTest {
    private static final String PATH = "/oauth/register/client-1";
    private static final String JSON = "Content-Type: application/json; charset=utf-8\n";
    private static final String TOKEN = "Authorization: Bearer t0ken\n";
    private static final String UPDATE =
            "{\"client_id\":\"client-1\",\"redirect_uris\":[\"https://a.example/cb\"]}";
    private static final ManagementOutcome UNAUTHORIZED = new ManagementOutcome.Unauthorized();

    private final Site site = Site.onLoopback();

    @AfterEach
    void stop() {
        site.close();
    }

    private static ManagementOutcome.Current current(Secret secret) {
        var metadata =
                new ClientMetadata(
                        List.of("https://a.example/cb"),
                        "Ä",
                        "client_secret_post",
                        null,
                        List.of("authorization_code"),
                        List.of("code"),
                        null,
                        null,
                        null,
                        null,
                        null);
        return new ManagementOutcome.Current(
                new ClientInformation(
                        new ClientId("client-1"),
                        secret,
                        Instant.ofEpochSecond(7),
                        metadata,
                        new ClientInformation.Management(
                                "https://gateway.example.com" + PATH, Secret.of("t0ken"))));
    }

    private FakeManagement answer(ManagementOutcome outcome) {
        return answer(current(null), outcome);
    }

    private FakeManagement answer(ManagementOutcome reading, ManagementOutcome changing) {
        site.oauth.management.reading = reading;
        site.oauth.management.changing = changing;
        return site.oauth.management;
    }

    private Raw.Answer put(String json) {
        return site.send("PUT", PATH, TOKEN + JSON, json);
    }

    private static void assertNotCached(Raw.Answer answer) {
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
    }

    @Test
    @DisplayName("AS-E-02: GET is 200 with the whole record, and HEAD its headers")
    void aRegistrationIsShown() {
        var management = answer(UNAUTHORIZED);

        var answer = site.send("GET", PATH, TOKEN, "");
        var head = site.send("HEAD", PATH, TOKEN, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertNotCached(answer);
        assertThat(answer.json().toString())
                .isEqualTo(
                        "{\"client_id\":\"client-1\",\"client_id_issued_at\":7,"
                                + "\"registration_client_uri\":\"https://gateway.example.com"
                                + PATH
                                + "\",\"registration_access_token\":\"t0ken\","
                                + "\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":\"Ä\","
                                + "\"token_endpoint_auth_method\":\"client_secret_post\","
                                + "\"grant_types\":[\"authorization_code\"],\"response_types\":[\"code\"]}");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(management.asked.getFirst())
                .isEqualTo(
                        new FakeManagement.Asked(
                                "read", new ClientId("client-1"), Secret.of("t0ken"), null));
    }

    @Test
    @DisplayName("AS-E-02: PUT is 200 with the new record, and with a secret that was issued")
    void anUpdateIsPassedOn() {
        var management = answer(current(Secret.of("s3cret")));

        var answer =
                put(
                        "{\"client_id\":\"client-1\",\"client_secret\":\"old\",\"client_name\":\"Ä\","
                                + "\"redirect_uris\":[\"https://a.example/cb\"],\"scope\":null,\"unknown\":7}");

        assertThat(answer.status()).isEqualTo(200);
        assertNotCached(answer);
        assertThat(answer.json().getString("client_secret")).isEqualTo("s3cret");
        assertThat(answer.json().getInt("client_secret_expires_at")).isZero();
        var asked = management.asked.getLast();
        assertThat(asked.method()).isEqualTo("update");
        assertThat(asked.token()).isEqualTo(Secret.of("t0ken"));
        assertThat(asked.update().clientId()).isEqualTo("client-1");
        assertThat(asked.update().clientSecret()).isEqualTo(Secret.of("old"));
        assertThat(asked.update().metadata().clientName()).isEqualTo("Ä");
        assertThat(asked.update().metadata().redirectUris())
                .containsExactly("https://a.example/cb");
    }

    @Test
    void whatIsLeftOutOfAnUpdateIsAbsent() {
        var management = answer(current(null));

        assertThat(put("{}").status()).isEqualTo(200);

        assertThat(management.asked.getLast().update().clientId()).isNull();
        assertThat(management.asked.getLast().update().clientSecret()).isNull();
        assertThat(management.asked.getLast().update().metadata().redirectUris()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registration_access_token",
                "registration_client_uri",
                "client_secret_expires_at",
                "client_id_issued_at"
            })
    @DisplayName("AS-E-02: what only the server sets must not be in an update")
    void aMemberOfTheServerIsRefused(String name) {
        var management = answer(current(null));
        String start = UPDATE.substring(0, UPDATE.length() - 1) + ",\"" + name + "\":";

        for (String value : new String[] {"\"t0ken\"", "0", "\"\"", "{}"}) {
            var answer = put(start + value + "}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
            assertThat(answer.json().getString("error_description")).contains(name);
        }
        assertThat(management.asked).noneMatch(asked -> asked.method().equals("update"));
        assertThat(put(start + "null}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{} {}",
                "{\"client_id\":7}",
                "{\"client_secret\":7}",
                "{\"client_id\":\"a\",\"client_id\":\"b\"}",
                "{\"redirect_uris\":\"https://a.example/cb\"}"
            })
    @DisplayName("AS-E-03: what is not client metadata is invalid_client_metadata")
    void malformedMetadataIsRefused(String json) {
        var management = answer(current(null));

        var answer = put(json);

        assertThat(answer.status()).isEqualTo(400);
        assertNotCached(answer);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_client_metadata");
        assertThat(management.asked).noneMatch(asked -> asked.method().equals("update"));
    }

    @Test
    @DisplayName("AS-E-03: a refusal of the use case is 400 and says nothing private")
    void aRefusalIsPassedOn() {
        answer(
                new ManagementOutcome.Refused(
                        new OAuthFailure(OAuthError.INVALID_REDIRECT_URI, "no https", "private")));

        var answer = put(UPDATE);

        assertThat(answer.status()).isEqualTo(400);
        assertNotCached(answer);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error\":\"invalid_redirect_uri\",\"error_description\":\"no https\"}");
    }

    @Test
    @DisplayName("AS-E-02: DELETE is 204 without a body")
    void aDeletionHasNoBody() {
        var management = answer(new ManagementOutcome.Deleted());

        var answer = site.send("DELETE", PATH, TOKEN, "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertNotCached(answer);
        assertThat(management.asked.getFirst())
                .isEqualTo(
                        new FakeManagement.Asked(
                                "delete", new ClientId("client-1"), Secret.of("t0ken"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    @DisplayName("AS-E-03: a token that does not open it is 401, told as RFC 6750 has it")
    void aWrongTokenIsUnauthorized(String method) {
        answer(UNAUTHORIZED, UNAUTHORIZED);

        var wrong = site.send(method, PATH, TOKEN + JSON, "{");
        var missing = site.send(method, PATH, JSON, "{");

        for (var answer : new Raw.Answer[] {wrong, missing}) {
            assertThat(answer.status()).isEqualTo(401);
            assertNotCached(answer);
            assertThat(answer.json().getString("error")).isEqualTo("invalid_token");
        }
        assertThat(wrong.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"keystile\", error=\"invalid_token\"");
        assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"keystile\"");
        assertThat(wrong.body()).isEqualTo(missing.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer\n",
                "Authorization: Basic t0ken\n",
                "Authorization: t0ken\n",
                "Authorization: Bearer t0ken\nAuthorization: Bearer t0ken\n"
            })
    void anythingButOneBearerTokenIsNone(String headers) {
        var management = answer(UNAUTHORIZED, UNAUTHORIZED);

        assertThat(site.send("GET", PATH, headers, "").status()).isEqualTo(401);

        assertThat(management.asked.getFirst().token()).isNull();
    }

    @Test
    void theSchemeIsReadWithoutCase() {
        var management = answer(UNAUTHORIZED);

        site.send("GET", PATH, "authorization: bEARER  t0ken \n", "");

        assertThat(management.asked.getFirst().token()).isEqualTo(Secret.of("t0ken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    @DisplayName("AS-E-03: other methods are 405")
    void otherMethodsAreNotAllowed(String method) {
        var management = answer(UNAUTHORIZED, UNAUTHORIZED);

        var answer = site.send(method, PATH, TOKEN + JSON, UPDATE);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
        assertNotCached(answer);
        assertThat(management.asked).isEmpty();
    }

    @Test
    void otherContentTypesAreRefusedWithAdvice() {
        answer(current(null));

        var answer = site.send("PUT", PATH, TOKEN + "Content-Type: text/plain\n", UPDATE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error_description")).contains("application/json");
    }

    @Test
    @DisplayName("AS-D-14: at most 64 KB, for those who may send it")
    void bodyUpToTheLimitIsRead() {
        answer(current(null));
        String most = UPDATE + " ".repeat(Listener.MAX_OAUTH_BYTES - UPDATE.length());

        assertThat(put(most).status()).isEqualTo(200);
        assertThat(put(most + " ").status()).isEqualTo(413);
        answer(UNAUTHORIZED, UNAUTHORIZED);
        assertThat(put(most + " ").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth/register/",
                "/oauth/register/a/b",
                "/register/a",
                "/oauth/registers"
            })
    void otherPathsAreNotFound(String path) {
        answer(current(null));

        var answer = site.send("GET", path, TOKEN + "Accept: text/html\n", "");

        assertThat(answer.status()).isEqualTo(404);
    }
}
