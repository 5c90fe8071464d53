package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.OneKeyUpstream;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.SettingsFile;
import dev.keystile.app.flow.Wire;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose file of settings is changed while it runs. */
@Timeout(120)
abstract class ReloadCase {
    static final String JEAN_KEY = "jean_sk_of_jane";
    static final String NOTES_KEY = "notes_of_jane";
    private static final String CALL =
            """
            {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "look", "arguments": {}}}
            """;

    @TempDir private Path folder;

    final Logged logged = new Logged();
    final Logger ours = Logger.getLogger("dev.keystile");
    final Wire wire = new Wire();
    private final OneKeyUpstream jean = new OneKeyUpstream("x-api-key", JEAN_KEY);
    final OneKeyUpstream notes = new OneKeyUpstream("x-api-key", NOTES_KEY);
    SettingsFile file;
    OpenGateway gateway;

    @BeforeEach
    void start() {
        // Tests before may have left it quieter.
        ours.setLevel(Level.ALL);
        file = new SettingsFile(folder.resolve("keystile.yaml"), wire);
        file.says(jeanAlone());
        gateway = OpenGateway.configured(file.path());
    }

    @AfterEach
    void stop() {
        ours.setLevel(null);
        gateway.close();
        wire.close();
        notes.close();
        jean.close();
        logged.close();
    }

    String jeanAlone() {
        return """
        connectors:
          - {id: jean, display-name: Jean Memory, upstream-url: "%s", key-prefix: jean_sk_}
        """
                .formatted(jean.url("/mcp"));
    }

    String both() {
        String second =
                "  - {id: notes, display-name: Notes, upstream-url: \"%s\", key-prefix: notes_}\n";
        return jeanAlone() + second.formatted(notes.url("/mcp"));
    }

    void taken(String yaml) {
        file.says(yaml);
        HttpResponse<String> answer = file.reload(gateway.managementBase());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    void refused(String yaml) {
        file.says(yaml);
        assertThat(file.reload(gateway.managementBase()).statusCode()).isEqualTo(409);
    }

    JsonObject connect(String path, String key) {
        return OAuthClient.discover(wire, gateway.base() + path)
                .signIn(new Person(wire, gateway.base()), key);
    }

    HttpResponse<String> call(String path, JsonObject tokens) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.base() + path))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(CALL)));
    }

    HttpResponse<String> get(String path) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(gateway.base() + path))
                        .header("accept", "*/*")
                        .GET());
    }

    JsonObject admin(String path) {
        return json(
                wire.send(
                        HttpRequest.newBuilder(
                                        URI.create(gateway.managementBase() + "/admin/api" + path))
                                .header("authorization", "Bearer " + Operators.ADMIN)
                                .GET()));
    }

    static JsonObject json(HttpResponse<String> answer) {
        return Json.createReader(new StringReader(answer.body())).readObject();
    }

    String metrics() {
        return gateway.management("/metrics").body();
    }
}
