package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody has a code that is not theirs, or brings their own into another's sign-in (RFC 9700
 * sections 4.4, 4.5 and 4.8), at a gateway that runs.
 */
class StolenCodeTest {
    private static final String OTHER_VERIFIER = "another-verifier-of-this-test-of-43-characters-";

    private final Wire wire = new Wire();
    private final OpenGateway gateway = OpenGateway.onLoopback();
    private final Connection victim = Connection.made(wire, gateway.base());
    private final Connection thief = Connection.made(wire, gateway.base());

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
    }

    private static String id(Connection of) {
        return of.client().registration().getString("client_id");
    }

    private HttpResponse<String> redeem(Map<String, String> changed) {
        Map<String, String> form =
                new HashMap<>(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                "",
                                "client_id",
                                id(victim),
                                "redirect_uri",
                                OAuthClient.REDIRECT_URI,
                                "code_verifier",
                                OAuthClient.VERIFIER));
        form.putAll(changed);
        form.values().removeIf(String::isEmpty);
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.base() + "/oauth/token"))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(FormText.encode(form))));
    }

    private static void assertRefused(HttpResponse<String> answer, String error) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":\"" + error + "\"");
    }

    @Test
    @DisplayName(
            "W-20, W-21: a stolen code is of no use to another client, to another verifier, or elsewhere")
    void aStolenCodeIsOfNoUse() {
        String code = victim.code();

        assertRefused(redeem(Map.of("code", code, "client_id", id(thief))), "invalid_grant");
        assertRefused(
                redeem(Map.of("code", code, "code_verifier", OTHER_VERIFIER)), "invalid_grant");
        assertRefused(
                redeem(Map.of("code", code, "resource", gateway.base() + "/mcp/oauth/bob")),
                "invalid_target");
        assertRefused(
                redeem(Map.of("code", code, "redirect_uri", "http://127.0.0.1:9/other")),
                "invalid_grant");
        assertThat(redeem(Map.of("code", code)).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("SEC-06: a code that is injected into another's sign-in does not fit its verifier")
    void anInjectedCodeDoesNotFit() {
        String injected = thief.code();

        assertRefused(redeem(Map.of("code", injected)), "invalid_grant");
        assertRefused(
                redeem(
                        Map.of(
                                "code",
                                injected,
                                "client_id",
                                id(thief),
                                "code_verifier",
                                OTHER_VERIFIER)),
                "invalid_grant");
    }

    @Test
    @DisplayName("SEC-06: a verifier can't be left out, nor the challenge be sent in its place")
    void thereIsNoWayDownAtTheTokenEndpoint() {
        String code = victim.code();
        String challenge = FormText.query(victim.client().authorizationUri()).get("code_challenge");

        assertRefused(redeem(Map.of("code", code, "code_verifier", "")), "invalid_request");
        assertRefused(redeem(Map.of("code", code, "code_verifier", challenge)), "invalid_grant");
        assertRefused(
                redeem(
                        Map.of(
                                "code",
                                code,
                                "code_verifier",
                                challenge,
                                "code_challenge_method",
                                "plain")),
                "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code_challenge_method=S256",
                "code_challenge=ccccccccccccccccccccccccccccccccccccccccccc",
                "code_challenge=ccccccccccccccccccccccccccccccccccccccccccc&code_challenge_method=plain",
                "code_challenge=ccccccccccccccccccccccccccccccccccccccccccc&code_challenge_method=s256",
                "code_challenge=&code_challenge_method=S256",
                "x=y"
            })
    @DisplayName("SEC-06, W-07: no sign-in begins without S256, and the refusal names the issuer")
    void thereIsNoWayDownAtTheBeginning(String challenge) {
        Map<String, String> asked = FormText.query(victim.client().authorizationUri());
        asked.remove("code_challenge");
        asked.remove("code_challenge_method");

        HttpResponse<String> answer =
                wire.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                gateway.base()
                                                        + "/oauth/authorize?"
                                                        + FormText.encode(asked)
                                                        + "&"
                                                        + challenge))
                                .GET());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(
                        FormText.query(
                                URI.create(answer.headers().firstValue("location").orElseThrow())))
                .containsEntry("error", "invalid_request")
                .containsEntry("iss", gateway.base())
                .doesNotContainKey("code");
    }
}
