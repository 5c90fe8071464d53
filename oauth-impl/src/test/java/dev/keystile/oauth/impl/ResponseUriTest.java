package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResponseUriTest {
    private static final ResponseUri RESPONSES =
            new ResponseUri(new Issuer("https://mcp.example.com"));

    @Test
    @DisplayName("AS-A-24: errors go at once to a client with a document, by a page to a stranger")
    void documentsAreNoOpenRedirect() {
        assertThat(error("https://tools.example.com/client.json").direct()).isTrue();
        assertThat(error("registered").direct()).isFalse();
    }

    private static AuthorizationResponse error(String client) {
        return RESPONSES.error(
                new ClientId(client),
                "https://tools.example.com/callback",
                new OAuthFailure(OAuthError.ACCESS_DENIED, "the person chose not to allow this"),
                null);
    }
}
