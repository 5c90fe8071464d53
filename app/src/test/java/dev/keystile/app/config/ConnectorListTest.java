package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.KeyCheckMethod;
import dev.keystile.mcp.bridge.ProbeTool;
import dev.keystile.mcp.bridge.ToolHints;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several connectors in the file. */
class ConnectorListTest {
    private static final String TWO =
            """
            connectors:
              - id: jean
                display-name: Jean Memory
                upstream-url: https://jean.example.com/mcp
                key-prefix: jean_sk_
              - id: notes
                display-name: Notes
                upstream-url: https://notes.example.com/mcp
            """;

    private static final String THIRD =
            """
              - id: third
                display-name: Third
                upstream-url: http://localhost:1/mcp
                key-header: Authorization
                key-scheme: Bearer
                key-help: https://third.example.com/keys
                verifier: whoami
                whoami: {url: "https://third.example.com/me", owner: /user/id}
                connect-timeout: 1s
                answer-timeout: 2s
                stream-timeout: 3s
                idle-connections: 4
                max-calls: 5
                headers: {X-Tenant: t-secret, x-n: 7}
                tools:
                  - {name: search.notes, title: Search, read-only: true, destructive: false}
                  - {name: drop, destructive: true}
            bridge: {max-calls: 6}
            """;

    @TempDir private Path folder;

    private List<ConnectorConfig> read(String yaml, Map<String, String> environment)
            throws IOException {
        Path file = Files.writeString(folder.resolve("keystile.yaml"), yaml);
        return AppConfig.read(environment, file).connectors();
    }

    private List<ConnectorConfig> read(String yaml) throws IOException {
        return read(yaml, Map.of());
    }

    @Test
    void whatAnItemLeavesOutIsAsForAll() throws IOException {
        ConnectorConfig notes = read(TWO).getLast();

        assertThat(notes.id()).hasToString("notes");
        assertThat(notes.displayName()).isEqualTo("Notes");
        assertThat(notes.upstream()).isEqualTo(URI.create("https://notes.example.com/mcp"));
        assertThat(notes.keyHeader().name()).isEqualTo("x-api-key");
        assertThat(notes.keyPrefix()).as("not that of the short form").isEmpty();
        assertThat(notes.userIdTrust()).isEqualTo(UserIdTrust.CLAIMED);
        assertThat(notes.settings()).isEqualTo(UpstreamSettings.of(BridgeSettings.DEFAULTS));
    }

    @Test
    void everythingCanBeSaidOfEach() throws IOException {
        ConnectorConfig last = read(TWO + THIRD).getLast();

        assertThat(last.keyHeader().valueFor(Secret.of("k"))).isEqualTo("Bearer k");
        assertThat(last.userIdTrust()).isEqualTo(UserIdTrust.NAMED_BY_UPSTREAM);
        UpstreamSettings settings = last.settings();
        assertThat(settings.keyCheck())
                .isEqualTo(
                        new KeyCheckMethod.Whoami(
                                URI.create("https://third.example.com/me"), "/user/id"));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.answerTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.streamTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.idleConnections()).isEqualTo(4);
        assertThat(settings.maxCalls()).isEqualTo(5);
        assertThat(settings.headers().values())
                .isEqualTo(Map.of("x-tenant", Secret.of("t-secret"), "x-n", Secret.of("7")));
        assertThat(settings.handling().tools().byName())
                .isEqualTo(
                        Map.of(
                                "search.notes", new ToolHints.Hint("Search", true, false),
                                "drop", new ToolHints.Hint(null, null, true)));
        assertThat(last.toString()).doesNotContain("t-secret");
    }

    @Test
    void theShortFormTakesTheSameKeys() throws IOException {
        ConnectorConfig one =
                read(
                                """
                                connector:
                                  probe-tool: {name: list_memories}
                                  headers: {x-tenant: t}
                                  tools: [{name: a, title: A}]
                                bridge: {max-calls: 6}
                                """,
                                Map.of("MCP_UPSTREAM_URL", "https://a.example.com/mcp"))
                        .getFirst();

        assertThat(one.id()).hasToString("default");
        assertThat(one.settings().keyCheck())
                .isEqualTo(new KeyCheckMethod.Probe(new ProbeTool("list_memories", "{}")));
        assertThat(one.settings().maxCalls()).isEqualTo(6);
        assertThat(one.settings().headers().has("X-Tenant")).isTrue();
        assertThat(one.settings().handling().tools().byName())
                .isEqualTo(Map.of("a", new ToolHints.Hint("A", null, null)));
    }

    @Test
    void theFirstIsTheDefaultUnlessAnotherIsMarked() throws IOException {
        assertThat(read(TWO)).extracting(c -> c.id().value()).containsExactly("jean", "notes");
        assertThat(read(TWO + "    default: true\n"))
                .extracting(c -> c.id().value())
                .containsExactly("notes", "jean");
    }

    @Test
    void anEmptyListIsNone() throws IOException {
        assertThat(read("connectors: []\n"))
                .extracting(c -> c.id().value())
                .containsExactly("default");
        assertThat(read("connectors:\n")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MCP_UPSTREAM_URL=https://a/mcp | connector.upstream-url (MCP_UPSTREAM_URL): expected nothing",
                "API_KEY_PREFIX=a | connector.key-prefix (API_KEY_PREFIX): expected nothing"
            })
    void theShortFormBesideTheListIsRefused(String variable, String message) {
        String[] pair = variable.split("=", 2);

        assertThatThrownBy(() -> read(TWO, Map.of(pair[0], pair[1])))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> read(TWO + "connector: {key-header: x-key}\n"))
                .hasMessageStartingWith(
                        "connector.key-header: expected nothing, since connectors are");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key-heder: x | connectors[1].key-heder: unknown key in ",
                "whoami: {ur: x} | connectors[1].whoami.ur: unknown key in ",
                "key-header: 'a b' | connectors[notes].key-header: ",
                "key-help: ftp://a | connectors[notes].key-help: expected an http or https URL, found 'ftp://a'",
                "user-id: proven | connectors[notes].user-id: expected one of checked-by-upstream, claimed",
                "verifier: guess | connectors[notes].verifier: expected one of probe, whoami, found 'guess'",
                "verifier: whoami | connectors[notes].whoami.url: expected a URL",
                "whoami: {url: 'https://a/me'} | connectors[notes].whoami.url: expected nothing",
                "probe-tool: {arguments: '{}'} | connectors[notes].probe-tool.arguments: expected nothing",
                "probe-tool: {name: 'a b'} | connectors[notes].probe-tool.name: expected the name of a tool",
                "probe-tool: {name: a, arguments: '[]'} | connectors[notes].probe-tool.arguments: expected the arg",
                "answer-timeout: 5 | connectors[notes].answer-timeout: expected a number with ms",
                "max-calls: 0 | connectors[notes].max-calls: expected a whole number from 1 to 100000, found '0'",
                "trust-file: /no/such/file | connectors[notes].trust-file: expected a file of certificates in PEM",
                "headers: s3cret | connectors[notes].headers: expected names and values",
                "headers: {Authorization: s3cret} | connectors[notes].headers: expected another name",
                "headers: {X-Api-Key: s3cret} | connectors[notes].headers: expected another name",
                "headers: {mcp-session-id: s3cret} | connectors[notes].headers: expected another name",
                "headers: {x-a: \"s3cret\\n\\u0007\"} | connectors[notes].headers: expected 1 to 4096 printable",
                "raw-keys: {allowed: false, pass-user-id: true} | connectors[notes].raw-keys.pass-user-id: expected false",
                "tools: look | connectors[notes].tools: expected a list, not a text",
                "tools: [look] | connectors[1].tools.0: unknown key in ",
                "tools: {look: {title: L}} | connectors[1].tools: unknown key in ",
                "tools: [{name: a, titel: A}] | connectors[1].tools.0.titel: unknown key in ",
                "tools: [{title: A}] | connectors[notes].tools[0].name: expected the name of a tool",
                "tools: [{name: a}] | connectors[notes].tools[0]: expected a title, read-only or",
                "tools: [{name: a, title: A}, {name: a, title: A}] | connectors[notes].tools[1].name: expected each name",
                "tools: [{name: a, read-only: yep}] | connectors[notes].tools[0].read-only: expected one of false, true",
                "tools: [{name: a, title: \"\\u0007\"}] | connectors[notes].tools[0].title: expected 1 to 128",
                "tools: [{name: a, read-only: true, destructive: true}] | connectors[notes].tools[0]: expected read-only or",
                "default: maybe | connectors[notes].default: expected one of false, true"
            })
    void whatIsWrongIsNamedByItsConnector(String line, String message) {
        assertThatThrownBy(() -> read(TWO + "    " + line + "\n"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-api-key | jean_oauth_k",
                "Authorization | jean_k",
                "x-api-key | jean_oauth_k"
            })
    void keysMayBeginAsTheyLike(String header, String prefix) throws IOException {
        assertThat(read(keysIn(header, prefix, true))).hasSize(1);
    }

    @Test
    void keysThatBeginLikeTokensCannotComeInTheSameField() throws IOException {
        assertThatThrownBy(() -> read(keysIn("authorization", "jean_oauth_k", true)))
                .hasMessageStartingWith(
                        "connectors[a].key-prefix: expected keys to begin otherwise");
        assertThat(read(keysIn("authorization", "jean_oauth_k", false))).hasSize(1);
    }

    private static String keysIn(String header, String prefix, boolean raw) {
        return """
        connectors:
          - id: a
            display-name: A
            upstream-url: https://a.example.com/mcp
            key-header: %s
            key-scheme: Bearer
            key-prefix: %s
            raw-keys: {allowed: %s}
        """
                .formatted(header, prefix, raw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connectors: text | connectors: expected a list of connectors",
                "connectors: {notes: {id: notes}} | connectors: unknown key in ",
                "connectors: [text] | connectors[0]: unknown key in ",
                "connectors: [{id: oauth}] | connectors[oauth].id: a connector id is 1 to 32",
                "connectors: [{display-name: x}] | connectors[0].id: a connector id is 1 to 32",
                "connectors: [{id: a}] | connectors[a].display-name: expected 1 to 64 characters, found nothing",
                "connectors: [{id: a, display-name: A}] | connectors[a].upstream-url: expected a URL, found nothing"
            })
    void aMalformedListIsExplained(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void idsAndTheDefaultAreUnique() {
        String again = TWO.substring(TWO.indexOf("  - id: notes"));
        assertThatThrownBy(() -> read(TWO + again))
                .hasMessageStartingWith("connectors[notes].id: expected each id once");
        String marked = "    default: true\n";
        assertThatThrownBy(() -> read(TWO + marked + again.replace("notes", "more") + marked))
                .hasMessageStartingWith("connectors[more].default: expected one default connector");
    }
}
