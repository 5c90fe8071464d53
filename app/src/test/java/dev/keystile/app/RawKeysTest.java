package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.OneKeyUpstream;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that go on sending their API key to the URLs that OAuth clients use. */
@Timeout(120)
class RawKeysTest {
    private static final String JEAN_KEY = "jean_sk_of_jane";
    private static final String NOTES_KEY = "notes_of_jane";
    private static final String CALL =
            """
            {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "look", "arguments": {}}}
            """;

    @TempDir private Path folder;

    private final Wire wire = new Wire();
    private final OneKeyUpstream jean = new OneKeyUpstream("x-api-key", JEAN_KEY);
    private final OneKeyUpstream notes = new OneKeyUpstream("authorization", "Bearer " + NOTES_KEY);
    private final OneKeyUpstream closed = new OneKeyUpstream("x-api-key", JEAN_KEY);
    private OpenGateway gateway;
    private String base;

    @BeforeEach
    void start() throws IOException {
        gateway =
                OpenGateway.configured(
                        folder,
                        """
                        connectors:
                          - id: jean
                            display-name: Jean Memory
                            upstream-url: %s
                            key-prefix: jean_sk_
                            raw-keys: {pass-user-id: true}
                          - id: notes
                            display-name: Notes
                            upstream-url: %s
                            key-header: Authorization
                            key-scheme: Bearer
                            key-prefix: notes_
                          - id: closed
                            display-name: Closed
                            upstream-url: %s
                            key-prefix: jean_sk_
                            raw-keys: {allowed: false}
                        """
                                .formatted(
                                        jean.url("/mcp"), notes.url("/mcp"), closed.url("/mcp")));
        base = gateway.base();
    }

    @AfterEach
    void stop() {
        closed.close();
        notes.close();
        jean.close();
        gateway.close();
        wire.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp, x-api-key, jean_sk_of_jane, 200",
        "/mcp/oauth/jane, x-api-key, jean_sk_of_jane, 200",
        "/key/mcp, x-api-key, jean_sk_of_jane, 200",
        "/key/mcp/oauth/jane, x-api-key, jean_sk_of_jane, 200",
        "/mcp, x-api-key, jean_sk_of_john, 401",
        "/key/mcp, x-api-key, jean_sk_of_john, 401",
        "/mcp, x-api-key, notes_of_jane, 401",
        "/mcp, authorization, Bearer jean_sk_of_jane, 401",
        "/mcp/notes, authorization, Bearer notes_of_jane, 200",
        "/key/mcp/notes, authorization, Bearer notes_of_jane, 200",
        "/key/mcp/notes/oauth/jane, authorization, Bearer notes_of_jane, 200",
        "/mcp/notes, authorization, Bearer notes_of_john, 401",
        "/mcp/notes, authorization, Bearer jean_oauth_something, 401",
        "/mcp/closed, x-api-key, jean_sk_of_jane, 401",
        "/key/mcp/closed, x-api-key, jean_sk_of_jane, 404"
    })
    void keyWorksWhereItsServerTakesKeys(String path, String header, String value, int status) {
        HttpResponse<String> answer = call(path, header, value);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                    .matches(
                            path.startsWith("/key")
                                    ? "(ApiKey|Bearer) realm=\"mcp\""
                                    : "Bearer .*resource_metadata=.*");
        }
        assertThat(closed.received()).noneMatch(request -> request.contains("look"));
    }

    @Test
    @DisplayName("each server gets the keys that are sent to its own URLs, and no tokens")
    void keysNeverCross() {
        call("/mcp/notes", "authorization", "Bearer jean_oauth_something");
        call("/mcp", "x-api-key", NOTES_KEY);
        call("/mcp/notes", "x-api-key", JEAN_KEY);
        call("/key/mcp/notes", "x-api-key", JEAN_KEY);

        for (OneKeyUpstream upstream : List.of(jean, notes)) {
            assertThat(upstream.received()).noneMatch(request -> request.contains("look"));
        }
    }

    @Test
    @DisplayName("who checks key and user together is told the user of the URL")
    void userOfTheUrlIsTold() {
        call("/mcp/oauth/jane", "x-api-key", JEAN_KEY);
        assertThat(jean.received())
                .filteredOn(request -> request.contains("look"))
                .last()
                .asString()
                .contains("X-user-id=[jane]");

        call("/mcp/notes/oauth/jane", "authorization", "Bearer " + NOTES_KEY);
        assertThat(notes.received())
                .filteredOn(request -> request.contains("look"))
                .last()
                .asString()
                .doesNotContainIgnoringCase("x-user-id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/key/mcp", "/key/mcp/oauth/jane", "/key/mcp/notes"})
    @DisplayName("no discovery for the sibling path: not by its challenge, not by well-known URLs")
    void siblingPathIsNotDiscovered(String path) {
        for (String document :
                List.of(
                        "/.well-known/oauth-protected-resource" + path,
                        "/.well-known/oauth-authorization-server" + path,
                        "/.well-known/openid-configuration" + path,
                        path + "/.well-known/oauth-protected-resource",
                        path + "/.well-known/openid-configuration")) {
            assertThat(get(document).statusCode()).as(document).isEqualTo(404);
        }
        HttpResponse<String> refused = get(path);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().map().toString() + refused.body())
                .doesNotContain("resource_metadata", "oauth-protected-resource");
    }

    private HttpResponse<String> call(String path, String header, String value) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header(header, value)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(CALL)));
    }

    private HttpResponse<String> get(String path) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + path)).header("accept", "*/*").GET());
    }
}
