package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.TokenOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests to the endpoints of OAuth are counted by, and what is said of it. */
class LimitsTest {
    private static final Quota QUOTA = new Quota(60, Duration.ofHours(1));
    private static final LimitDecision.Limited LIMITED =
            new LimitDecision.Limited(
                    LimitRule.REGISTRATION_NETWORK, QUOTA, Duration.ofSeconds(59));
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";
    private static final String CLIENT =
            "{\"redirect_uris\":[\"https://a.example/cb\"],\"client_name\":\"A client\"}";

    private final Site site = Site.onLoopback();
    private final List<Charge> charged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void count() {
        site.oauth.authorize =
                _ ->
                        new AuthorizationOutcome.Refused(
                                new OAuthFailure(OAuthError.INVALID_CLIENT, "unknown"));
        answer(RateLimiter.NONE);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(RateLimiter limiter) {
        site.limiter =
                charges -> {
                    charged.addAll(charges);
                    return limiter.take(charges);
                };
    }

    private Raw.Answer request(String method, String path, String body) {
        String type = body.startsWith("{") ? "Content-Type: application/json\n" : FORM;
        return site.send(
                method, path, "Sec-Fetch-Site: same-origin\n" + (body.isEmpty() ? "" : type), body);
    }

    @ParameterizedTest
    @DisplayName("Each endpoint counts what is asked of it by whom")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /oauth/authorize?client_id=c | | AUTHORIZE_NETWORK",
                "GET  | /authorize?client_id=c | | AUTHORIZE_NETWORK",
                "POST | /oauth/token | grant_type=refresh_token&client_id=c | TOKEN_CLIENT c",
                "POST | /token | grant_type=refresh_token | TOKEN_CLIENT",
                "POST | /oauth/token | client_id=https://known.example/1 | TOKEN_CLIENT https://known.example/1",
                "POST | /oauth/token | client_id=https://unread.example/1 | TOKEN_CLIENT",
                "POST | /oauth/revoke | token=t | REVOCATION_NETWORK",
                "POST | /oauth/introspect | token=t&client_id=rs | INTROSPECTION_CLIENT rs",
                "POST | /oauth/register | {CLIENT} | REGISTRATION_NETWORK,REGISTRATION_SOFTWARE A client",
                "POST | /register | {} | REGISTRATION_NETWORK,REGISTRATION_SOFTWARE",
                "POST | /oauth/register | {no | REGISTRATION_NETWORK",
                "GET  | /oauth/register/c | | CONFIGURATION_NETWORK",
                "PUT  | /oauth/register/c | {CLIENT} | CONFIGURATION_NETWORK",
                "DELETE | /oauth/register/c | | CONFIGURATION_NETWORK",
                "POST | /oauth/callback | decision=continue&transaction=t | KEY_NETWORK",
                "POST | /oauth/callback | decision=allow&transaction=t | ",
                "POST | /oauth/callback | decision=deny&transaction=t | ",
                "POST | /account | decision=sign-in&api_key=k | KEY_NETWORK",
                "POST | /account | decision=disconnect-all | ",
                "GET  | /account | | ",
                "GET  | /.well-known/oauth-authorization-server | | ",
                "GET  | / | | "
            })
    void endpointsCount(String method, String path, String body, String expected) {
        request(method, path, body == null ? "" : body.replace("{CLIENT}", CLIENT));

        List<String> seen =
                charged.stream()
                        .map(charge -> charge.rule() + charge.key().replace("127.0.0.0/24", ""))
                        .map(String::strip)
                        .toList();
        assertThat(String.join(",", seen)).isEqualTo(expected == null ? "" : expected);
        assertThat(charged).allMatch(charge -> charge.key().startsWith("127.0.0.0/24"));
    }

    @Test
    @DisplayName("A client that authenticates with Basic is counted by its id, never by its secret")
    void basicClientsAreCountedById() {
        String basic =
                java.util.Base64.getEncoder()
                        .encodeToString(
                                "c1:secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        site.send("POST", "/oauth/token", FORM + "Authorization: Basic " + basic + "\n", "a=b");
        site.send("POST", "/oauth/token", FORM + "Authorization: Basic !\n", "a=b");

        assertThat(charged)
                .extracting(Charge::key)
                .containsExactly("127.0.0.0/24 c1", "127.0.0.0/24 ");
    }

    @ParameterizedTest
    @DisplayName("AS-D-14: one request too many is 429 in OAuth's shape, with the time to wait")
    @ValueSource(
            strings = {"/oauth/token", "/oauth/register", "/oauth/revoke", "/oauth/introspect"})
    void oneTooManyIsToldSo(String path) {
        answer(_ -> LIMITED);

        var answer = request("POST", path, path.endsWith("register") ? CLIENT : "client_id=c");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().getString("error")).isEqualTo("too_many_requests");
        assertThat(answer.json().getString("error_description")).contains("59 seconds");
        assertThat(answer.header("Retry-After")).isEqualTo("59");
        assertThat(answer.header("RateLimit")).isEqualTo("\"registration-network\";r=0;t=59");
        assertThat(answer.header("RateLimit-Policy"))
                .isEqualTo("\"registration-network\";q=60;w=3600");
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .contains("Retry-After", "RateLimit", "RateLimit-Policy");
    }

    @Test
    @DisplayName("People see a page that says when to come back")
    void peopleSeeAPage() {
        answer(_ -> LIMITED);

        var page = site.send("GET", "/oauth/authorize?client_id=c", "Accept: text/html\n", "");

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Retry-After")).isEqualTo("59");
        assertThat(page.body()).contains("Too many requests", "Wait 59 seconds");
    }

    @Test
    @DisplayName("Allowed answers say what is left")
    void allowedAnswersSayWhatIsLeft() {
        answer(_ ->
                new LimitDecision.Allowed(
                        LimitRule.TOKEN_CLIENT, QUOTA, 41, Duration.ofMillis(1_500)));

        var answer = request("POST", "/oauth/token", "client_id=c");

        assertThat(answer.header("RateLimit")).isEqualTo("\"token-client\";r=41;t=2");
        assertThat(answer.has("Retry-After")).isFalse();
    }

    @Test
    @DisplayName("AS-U-08: too many keys lead back to the key page, which says when to go on")
    void tooManyKeysLeadBack() {
        site.oauth.consent = _ -> new ConsentOutcome.TooMany(site.keyPrompt(), LIMITED);

        var page = request("POST", "/oauth/callback", "decision=continue&transaction=t&api_key=k");

        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).isEqualTo("59");
        assertThat(page.body()).contains("Too many tries", "Wait a minute", "name=\"api_key\"");
    }

    @Test
    @DisplayName("AS-U-08: nobody is kept from denying, nor by their network from allowing")
    void denyingIsAlwaysPossible() {
        answer(_ -> LIMITED);

        for (String decision : List.of("deny", "allow")) {
            String form = "transaction=t&tools=all&decision=" + decision;
            assertThat(request("POST", "/oauth/callback", form).status()).isNotEqualTo(429);
        }
        assertThat(request("POST", "/oauth/callback", "decision=continue&transaction=t").status())
                .isEqualTo(429);
    }

    @Test
    @DisplayName("A grant that asks for tokens too often is told so")
    void grantsAreTold() {
        site.oauth.token =
                _ ->
                        new TokenOutcome.TooMany(
                                new LimitDecision.Limited(
                                        LimitRule.TOKEN_GRANT, QUOTA, Duration.ofMillis(1)));

        var answer = request("POST", "/oauth/token", "client_id=c");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("RateLimit")).startsWith("\"token-grant\";r=0");
    }
}
