package dev.keystile.oauth.impl.cimd;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.LogLines;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of well-known clients' documents stand in when the real ones cannot be fetched. */
class PinnedDocumentsTest {
    private static final String CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata";
    private static final String CALLBACK = "https://claude.ai/api/mcp/auth_callback";
    private static final Duration PIN_LIFE = Duration.ofMinutes(5);

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation claude = Described.client(CLAUDE, CALLBACK);

    @ParameterizedTest
    @CsvSource({
        "https://claude.ai/oauth/mcp-oauth-client-metadata,"
                + " Claude, https://claude.ai/api/mcp/auth_callback",
        "https://claude.ai/oauth/claude-code-client-metadata,"
                + " Claude Code, http://localhost:51234/callback",
        "https://claude.ai/oauth/claude-code-client-metadata,"
                + " Claude Code, http://127.0.0.1:51234/callback",
        "https://chatgpt.com/oauth/client.json,"
                + " ChatGPT, https://chatgpt.com/connector_platform_oauth_redirect",
        "https://vscode.dev/oauth/client-metadata.json,"
                + " Visual Studio Code, http://127.0.0.1:33418/",
        "https://vscode.dev/oauth/client-metadata.json,"
                + " Visual Studio Code, http://127.0.0.1:50000/",
        "https://vscode.dev/oauth/client-metadata.json,"
                + " Visual Studio Code, https://vscode.dev/redirect",
        "https://goose-docs.ai/oauth/client-metadata.json,"
                + " goose, http://127.0.0.1:8123/oauth_callback",
        "https://goose-docs.ai/oauth/client-metadata.json,"
                + " goose, http://[::1]:8123/oauth_callback",
        "https://grok.com/oauth/mcp-client.json,"
                + " Grok, https://grok.com/connectors-oauth-exchange-code/",
        "https://grok.com/oauth/mcp-client.json,"
                + " Grok, https://console.x.ai/connectors-oauth-exchange-code/"
    })
    @DisplayName("AS-C-13: they sign in though nobody answers")
    void wellKnownClientsSignIn(String url, String name, String redirectUri) {
        ClientInformation client = Described.client(url, redirectUri);

        AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(client));

        assertThat(ask.prompt().subject().clientName()).isEqualTo(name);
        TokenResponse tokens = gateway.signIn(client);
        issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://claude.com/oauth/mcp-oauth-client-metadata",
                "https://claude.ai/oauth/mcp-oauth-client-metadata/",
                "https://chatgpt.com/oauth/abc/client.json",
                "https://chatgpt.com/oauth/codex/client.json"
            })
    void othersDoNot(String url) {
        Described.refused(gateway.authorize(form().with("client_id", url)));
    }

    @Test
    void noOtherRedirectUriIsTaken() {
        assertThat(gateway.authorize(form().with("redirect_uri", "https://claude.com/x")))
                .isInstanceOf(AuthorizationOutcome.Refused.class);
    }

    @Test
    @DisplayName("AS-C-08: the copy stands in for 5 minutes, then the document is asked for again")
    void theCopyIsKeptForAShortTime() {
        try (LogLines log = new LogLines()) {
            gateway.ask(form());
            gateway.clock.forward(PIN_LIFE.minusMillis(1));
            gateway.ask(form());
            assertThat(gateway.documents.asked()).hasSize(1);
            assertThat(log.of("client.pinned")).hasSize(1);

            gateway.clock.forward(Duration.ofMillis(1));
            gateway.ask(form());

            assertThat(gateway.documents.asked()).hasSize(2);
            assertThat(log.of("client.changed")).isEmpty();
        }
    }

    @Test
    @DisplayName("AS-C-08: the live document wins when it can be fetched")
    void theLiveDocumentWins() {
        gateway.documents.serve(CLAUDE, live("Claude, renewed"));
        assertThat(name()).isEqualTo("Claude, renewed");

        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.cutOff(CLAUDE);
        assertThat(name()).isEqualTo("Claude");

        gateway.clock.forward(PIN_LIFE);
        gateway.documents.serve(CLAUDE, live("Claude, renewed"));
        try (LogLines log = new LogLines()) {
            assertThat(name()).isEqualTo("Claude, renewed");
            assertThat(log.of("client.changed")).isEmpty();
        }
    }

    @Test
    @DisplayName("AS-C-08: between two live documents a change is seen across the copy")
    void changesAreSeenAcrossTheCopy() {
        gateway.documents.serve(CLAUDE, live("Claude, old"));
        name();
        gateway.clock.forward(Duration.ofHours(1));
        gateway.documents.cutOff(CLAUDE);
        name();
        gateway.clock.forward(PIN_LIFE);
        gateway.documents.serve(CLAUDE, live("Claude, new"));
        try (LogLines log = new LogLines()) {
            name();

            assertThat(log.of("client.changed"))
                    .containsExactly("client.changed client=" + CLAUDE + " changed=client_name");
        }
    }

    @Test
    @DisplayName("AS-C-15: a withdrawn or spoilt document is not replaced by the copy")
    void theCopyReplacesNoWithdrawnDocument() {
        TokenResponse tokens = gateway.signIn(claude);
        gateway.clock.forward(PIN_LIFE);
        gateway.documents.withdraw(CLAUDE);

        Described.refused(gateway.authorize(form()));
        refused(
                gateway.token(gateway.refresh(claude, tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
        gateway.documents.spoil(CLAUDE);
        Described.refused(gateway.authorize(form()));
    }

    private Form form() {
        return gateway.authorization(claude);
    }

    private String name() {
        return gateway.ask(form()).prompt().subject().clientName();
    }

    private static String live(String name) {
        return """
        {"client_id":"%s","client_name":"%s","redirect_uris":["%s"]}\
        """
                .formatted(CLAUDE, name, CALLBACK);
    }
}
