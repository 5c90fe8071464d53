package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Wire;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.AuditTrail;
import dev.keystile.oauth.impl.FileStore;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a running gateway, and the one that shows its settings. */
class AdminCommandsTest {

    @TempDir private Path folder;
    private final OpenGateway gateway =
            OpenGateway.onLoopback(new MovableClock(), Map.of("ADMIN_TOKEN", ADMIN));
    private final Wire wire = new Wire();
    private final Connection connection = Connection.made(wire, gateway.base());
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    {
        environment.put("ADMIN_TOKEN", ADMIN);
        environment.put(
                "MANAGEMENT_PORT", String.valueOf(URI.create(gateway.managementBase()).getPort()));
    }

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(environment, new SecureRandom())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private JsonObject json(String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isZero();
        return Json.createReader(new StringReader(out.toString())).readObject();
    }

    private String id(String list) {
        return json(list, "list", "--json").getJsonArray(list).getJsonObject(0).getString("id");
    }

    @Test
    void listsAreTablesForPeopleAndJsonForPrograms() {
        String grant = id("grants");

        assertThat(run("grants", "list")).isZero();

        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("id"))
                .satisfies(lines -> assertThat(lines.getLast()).startsWith(grant + "  active"));
    }

    @Test
    void aListHoldsWhatIsSoughtAndNoMoreThanWasAskedFor() {
        Connection.made(wire, gateway.base());

        assertThat(json("grants", "list", "--json").getJsonArray("grants")).hasSize(2);
        assertThat(json("grants", "list", "--json", "--limit", "1").getJsonArray("grants"))
                .hasSize(1);
        assertThat(
                        json("grants", "list", "--json", "--search", "no such client")
                                .getJsonArray("grants"))
                .isEmpty();
        assertThat(run("grants", "list", "--limit", "none")).isEqualTo(2);
    }

    @Test
    void oneIsShownAndAnUnknownOneIsExitStatusThree() {
        assertThat(run("grants", "show", id("grants"))).isZero();
        assertThat(out.toString()).containsPattern("client_name +Test client");
        assertThat(run("accounts", "show", id("accounts"))).isZero();
        assertThat(out.toString()).containsPattern("identity +pseudonym");

        assertThat(run("grants", "show", "none")).isEqualTo(3);
        assertThat(err.toString()).startsWith("keystile: There is none").hasLineCount(1);
    }

    @Test
    void anIdMayBeginLikeAnOption() {
        for (String id : List.of("-made-up", "-hmade-up", "--made-up")) {
            assertThat(run("grants", "show", id)).as(id).isEqualTo(3);
            assertThat(run("clients", "revoke", "--json", id)).as(id).isEqualTo(3);
        }
        assertThat(run("grants", "show", "--help")).isZero();
        assertThat(run("grants", "show", "one", "--jsn")).isEqualTo(2);
    }

    @Test
    void whatIsRevokedWorksNoMore() {
        assertThat(connection.calling().statusCode()).isEqualTo(200);

        assertThat(run("grants", "revoke", id("grants"))).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("changed  true\n");
        assertThat(connection.calling().statusCode()).isEqualTo(401);

        assertThat(run("clients", "revoke", id("clients"))).isZero();
        assertThat(connection.managing().statusCode()).isEqualTo(401);
        assertThat(run("accounts", "revoke", id("accounts"))).isZero();
        assertThat(run("clients", "readmit", "https://app.example.com/client")).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("changed  false\n");
    }

    @Test
    void statsTellHowTheGatewayIs() {
        assertThat(run("stats")).isZero();
        assertThat(out.toString()).containsPattern("grants +1");
        assertThat(json("stats", "--by", "step", "--json").getString("by")).isEqualTo("step");
        assertThat(run("stats", "--by", "mood")).isEqualTo(2);
    }

    @Test
    void aGatewayThatDoesNotAnswerOrRefusesIsExitStatusOne() {
        environment.put("ADMIN_TOKEN", "another-token-that-has-32-characters-too");
        assertThat(run("grants", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("ADMIN_TOKEN").doesNotContain("another-token");

        environment.put("MANAGEMENT_PORT", "1");
        assertThat(run("grants", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing answers at http://127.0.0.1:1");
    }

    @Test
    void wrongArgumentsAreExitStatusTwo() {
        assertThat(run("grants", "list", "--admin-url", "localhost")).isEqualTo(2);
        assertThat(run("grants", "show")).isEqualTo(2);
        environment.remove("ADMIN_TOKEN");
        assertThat(run("grants", "list")).isEqualTo(2);
        assertThat(err.toString()).startsWith("keystile: ADMIN_TOKEN");
    }

    @Test
    void settingsAreShownWithTheirOriginAndWithoutSecrets() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("keystile.yaml"),
                        """
                        redis: {url: "redis://user:very-secret@redis.example.com"}
                        connector:
                          headers: {x-shared: "very-secret"}
                        limits:
                          rules: {mcp-account: 5/m}
                        """);
        environment.put("KEYSTILE_SECRET", "very-secret");

        assertThat(run("config", "show", "--config", file.toString())).isZero();

        assertThat(out.toString())
                .containsPattern("server.port +8080 +\\(default\\)")
                .containsPattern("management.admin-token +\\(set\\) +\\(ADMIN_TOKEN\\)")
                .containsPattern("redis.url +redis://\\(hidden\\)@redis.example.com +\\(file\\)")
                .containsPattern("limits.rules.mcp-account +5/m +\\(file, reloadable\\)")
                .containsPattern("limits.rules.mcp-grant +600/m +\\(default, reloadable\\)")
                .doesNotContain("very-secret", ADMIN);
        assertThat(json("config", "show", "--json").getJsonArray("settings"))
                .hasSizeGreaterThan(90);
    }

    @Test
    void theAuditLogOfAFileIsCheckedAndABreakIsNamed() {
        environment.put("STORAGE_PATH", folder.resolve("data").toString());
        environment.put("STORAGE", "file");
        write(_ -> {});
        assertThat(run("audit", "verify")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("empty");

        write(store -> {
            var trail = new AuditTrail(store, new MovableClock(), new SecureRandom());
            trail.append(new AuditLog.Deed("admin", "grant.revoke", "one", ""));
            trail.append(new AuditLog.Deed("admin", "grant.revoke", "two", ""));
        });
        assertThat(run("audit", "verify")).isZero();
        assertThat(out.toString()).contains("records 1 to 2");

        write(store -> store.remove(new Store.Key(Store.Kind.AUDIT, "1")));
        assertThat(run("audit", "verify")).isEqualTo(3);
        assertThat(err.toString()).contains("broken at record 1");

        environment.put("STORAGE", "memory");
        assertThat(run("audit", "verify")).isEqualTo(2);
    }

    @Test
    void aStoreThatIsReadIsNotMade() {
        Path data = folder.resolve("data");
        environment.put("STORAGE_PATH", data.toString());
        environment.put("STORAGE", "file");

        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(err.toString()).startsWith("keystile: no store in " + data).hasLineCount(1);
        assertThat(run("store", "export", folder.resolve("records").toString())).isEqualTo(1);
        assertThat(data).doesNotExist();
        assertThat(folder.resolve("records")).doesNotExist();
    }

    private void write(Consumer<Store> what) {
        try (var store = FileStore.open(folder.resolve("data"), new MovableClock())) {
            what.accept(store);
        }
    }

    @Test
    void aShellCanCompleteEveryCommand() {
        assertThat(run("completion")).isZero();

        assertThat(out.toString()).contains("grants", "readmit", "--admin-url", "complete -F");
    }
}
