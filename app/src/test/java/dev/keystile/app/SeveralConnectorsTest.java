package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.OneKeyUpstream;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One gateway before two MCP servers that take keys in different headers. */
@Timeout(120)
class SeveralConnectorsTest {
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
                          - id: notes
                            display-name: Notes
                            upstream-url: %s
                            key-header: Authorization
                            key-scheme: Bearer
                            key-prefix: notes_
                            verifier: whoami
                            whoami: {url: "%s", owner: /id}
                            max-calls: 1
                        """
                                .formatted(jean.url("/mcp"), notes.url("/mcp"), notes.url("/me")));
        base = gateway.base();
    }

    @AfterEach
    void stop() {
        notes.close();
        jean.close();
        gateway.close();
        wire.close();
    }

    @Test
    @DisplayName("RS-T-08: a token of one server is refused at every URL of the other")
    void aTokenWorksAtItsOwnUrlAlone() {
        JsonObject ofJean = connect("/mcp", JEAN_KEY);
        JsonObject ofNotes = connect("/mcp/notes", NOTES_KEY);
        JsonObject ofJane = connect("/mcp/notes/oauth/jane", NOTES_KEY);

        assertThat(statuses(ofJean)).containsExactly(200, 401, 401, 401);
        assertThat(statuses(ofNotes)).containsExactly(401, 401, 200, 401);
        assertThat(statuses(ofJane)).containsExactly(401, 401, 401, 200);
    }

    @Test
    @DisplayName(
            "GW-01, GW-03: each server gets its own keys, in its own header, and never another's")
    void keysNeverCross() {
        JsonObject ofJean = connect("/mcp", JEAN_KEY);
        JsonObject ofNotes = connect("/mcp/notes", NOTES_KEY);
        call("/mcp", ofJean);
        call("/mcp/notes", ofNotes);
        call("/mcp", ofNotes);
        call("/mcp/notes", ofJean);

        assertThat(jean.received())
                .anyMatch(request -> request.contains(JEAN_KEY))
                .noneMatch(request -> request.contains(NOTES_KEY))
                .noneMatch(request -> request.contains("jean_oauth_"));
        assertThat(notes.received())
                .anyMatch(request -> request.contains("Authorization=[Bearer " + NOTES_KEY))
                .noneMatch(request -> request.contains(JEAN_KEY))
                .noneMatch(request -> request.contains("jean_oauth_"));
    }

    @Test
    @DisplayName("The owner that the server names goes with every call, at the shared URL too")
    void theProvenOwnerTravels() {
        call("/mcp/notes", connect("/mcp/notes", NOTES_KEY));

        assertThat(notes.received().getLast()).contains("X-user-id=[jane]").contains("look");
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp, Jean Memory",
        "/mcp/oauth/jane, Jean Memory",
        "/mcp/notes, Notes",
        "/mcp/notes/oauth/jane, Notes"
    })
    @DisplayName("RS-P-02, RS-T-02: metadata of each URL, where its challenge says")
    void everyUrlHasItsMetadata(String path, String name) {
        String metadata = base + "/.well-known/oauth-protected-resource" + path;

        assertThat(get(path).headers().firstValue("www-authenticate"))
                .hasValueSatisfying(challenge ->
                        assertThat(challenge).contains("resource_metadata=\"" + metadata + "\""));
        String document = get(metadata.substring(base.length())).body();
        assertThat(document)
                .contains("\"resource\":\"" + base + path + "\"")
                .contains("\"resource_name\":\"" + name + "\"");
        assertThat(get(path + "/").statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("RS-P-03: the metadata at the root is that of the default server's shared URL")
    void theRootIsTheDefaultServer() {
        assertThat(get("/.well-known/oauth-protected-resource").body())
                .contains("\"resource\":\"" + base + "/mcp\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp/jean",
                "/mcp/nobody",
                "/mcp/nobody/oauth/jane",
                "/mcp/notes/oauth",
                "/mcp/notes/jane",
                "/mcp/oauth/notes/jane"
            })
    void anyOtherPathIsNone(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
        assertThat(get("/.well-known/oauth-protected-resource" + path).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName(
            "AS-R-06: without a resource the person chooses, sees the URL, and it binds the token")
    void consentAsksWhichServer() {
        OAuthClient client = OAuthClient.discover(wire, base + "/mcp/notes");
        var person = new Person(wire, base);
        Page page = person.open(withoutResource(client));
        assertThat(page.text())
                .contains("Which server?", "Jean Memory", "Notes")
                .contains(base + "/mcp/notes");
        assertThat(page.has("input[name=connector][checked]")).isFalse();

        Page none = person.press(page, "continue", Map.of("api_key", NOTES_KEY));
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text()).contains("Which server is your key for?");
        Page review = person.choose(none, "connector", "notes", Map.of("api_key", NOTES_KEY));
        assertThat(review.text()).contains("Notes", "Only at " + base + "/mcp/notes");
        JsonObject tokens = client.redeem(client.codeOf(person.press(review, "allow").location()));

        assertThat(statuses(tokens)).containsExactly(401, 401, 200, 401);
        assertThat(jean.received()).noneMatch(request -> request.contains(NOTES_KEY));
    }

    @Test
    @DisplayName("A key of the other server is named as such and sent nowhere")
    void aKeyOfTheOtherServerIsNoticed() {
        var person = new Person(wire, base);
        Page page = person.open(OAuthClient.discover(wire, base + "/mcp").authorizationUri());

        Page again = person.press(page, "continue", Map.of("api_key", NOTES_KEY));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text()).contains("This looks like a key of Notes");
        for (OneKeyUpstream upstream : List.of(jean, notes)) {
            assertThat(upstream.received()).noneMatch(request -> request.contains(NOTES_KEY));
        }
    }

    @Test
    @DisplayName("AS-U-09: the personal URL of somebody else is refused, in words")
    void onlyTheOwnersPersonalUrlIsGranted() {
        var person = new Person(wire, base);
        Page page =
                person.open(
                        OAuthClient.discover(wire, base + "/mcp/notes/oauth/john")
                                .authorizationUri());

        Page again = person.press(page, "continue", Map.of("api_key", NOTES_KEY));

        assertThat(again.status()).isEqualTo(401);
        assertThat(again.text()).contains("This key belongs to somebody else");
    }

    @Test
    @DisplayName("GW-14: a server that hangs is full at its own limit, and the other goes on")
    void aServerThatHangsTakesNothingFromTheOther() {
        JsonObject ofJean = connect("/mcp", JEAN_KEY);
        JsonObject ofNotes = connect("/mcp/notes", NOTES_KEY);
        notes.fallSilent();
        var hanging = Thread.ofVirtual().start(() -> ignoring(() -> call("/mcp/notes", ofNotes)));
        notes.awaitSilence();

        HttpResponse<String> refused = call("/mcp/notes", ofNotes);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("\"id\":7");
        assertThat(call("/mcp", ofJean).statusCode()).isEqualTo(200);
        hanging.interrupt();
    }

    @Test
    @DisplayName("Start page, greeting and log name every server")
    void everyServerIsNamed() {
        // A narrow page may break a URL between its parts.
        assertThat(get("/").body().replace("<wbr>", ""))
                .contains("Jean Memory", "Notes", base + "/mcp/notes");
        assertThat(gateway.greeting())
                .contains("Jean Memory at " + jean.url("/mcp") + ", Notes at " + notes.url("/mcp"))
                .contains("for Notes            " + base + "/mcp/notes");
        assertThat(gateway.started()).contains("connector=jean ", "user-ids=claimed");
        assertThat(gateway.connectors())
                .containsExactly(
                        "gateway.connector connector=notes upstream-host=127.0.0.1"
                                + " user-ids=named-by-upstream url="
                                + base
                                + "/mcp/notes");
    }

    private JsonObject connect(String path, String key) {
        return OAuthClient.discover(wire, base + path).signIn(new Person(wire, base), key);
    }

    /** At the four URLs: of either server the shared one and jane's. */
    private List<Integer> statuses(JsonObject tokens) {
        return Stream.of("/mcp", "/mcp/oauth/jane", "/mcp/notes", "/mcp/notes/oauth/jane")
                .map(path -> call(path, tokens).statusCode())
                .toList();
    }

    private HttpResponse<String> call(String path, JsonObject tokens) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(CALL)));
    }

    private HttpResponse<String> get(String path) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + path)).header("accept", "*/*").GET());
    }

    private static URI withoutResource(OAuthClient client) {
        return URI.create(client.authorizationUri().toString().replaceAll("&resource=[^&]*", ""));
    }

    private static void ignoring(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError ended) {
            // The test is over.
        }
    }
}
