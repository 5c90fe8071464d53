package dev.keystile.app.rfc8414;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.http.Raw;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Endpoints for clients that read no metadata (MCP 2025-03-26). */
class AliasesTest {
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final OpenGateway gateway = OpenGateway.onLoopback();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    @DisplayName("AS-D-01, AS-M-18: a client that guesses /register, /authorize and /token gets on")
    void aGuessingClientGetsOn() {
        Raw.Answer registered =
                gateway.post(
                        "/register",
                        "application/json",
                        "{\"redirect_uris\":[\"http://localhost/callback\"]}");
        String client = registered.json().getString("client_id");
        Raw.Answer page =
                gateway.get(
                        "/authorize?response_type=code&client_id="
                                + client
                                + "&code_challenge_method=S256&code_challenge="
                                + CHALLENGE);
        Raw.Answer token =
                gateway.post(
                        "/token",
                        "application/x-www-form-urlencoded",
                        "grant_type=refresh_token&refresh_token=x&client_id=" + client);

        assertThat(registered.status()).isEqualTo(201);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("name=\"api_key\"", "action=\"/oauth/callback?");
        assertThat(token.status()).isEqualTo(400);
        assertThat(token.json().getString("error")).isEqualTo("invalid_grant");
    }
}
