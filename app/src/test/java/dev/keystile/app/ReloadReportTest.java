package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Operators;
import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is said of a file of settings that was read again, and to whom; of a refused one nothing is
 * taken.
 */
class ReloadReportTest extends ReloadCase {
    @Test
    void ofAFileWithOneThingWrongNothingIsTaken() {
        JsonObject ofJean = connect("/mcp", JEAN_KEY);

        refused(both() + "limits: {rules: {registration-network: 1/h}}\nlogging: {level: loud}");

        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(call("/mcp", ofJean).statusCode()).isEqualTo(200);
        connect("/mcp", JEAN_KEY);
        connect("/mcp", JEAN_KEY);
        assertThat(logged.of("config.refused"))
                .singleElement()
                .asString()
                .contains("logging.level (LOG_LEVEL): expected one of debug, error, info, warning");
        assertThat(admin("/overview").getJsonObject("configuration").getString("problem"))
                .startsWith("logging.level");
        assertThat(metrics())
                .contains("keystile_config_refused 1.0")
                .contains("keystile_config_reloads_total{result=\"refused\"} 1.0");

        taken(jeanAlone());

        assertThat(admin("/overview").getJsonObject("configuration").getBoolean("refused"))
                .isFalse();
        assertThat(metrics())
                .contains("keystile_config_refused 0.0")
                .contains("keystile_config_reloads_total{result=\"taken\"} 1.0");
    }

    @Test
    void theOverviewPageShowsWhyAFileWasRefused() {
        refused("connectors: none");

        HttpResponse<String> signedIn =
                wire.send(
                        HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin"))
                                .header("content-type", "application/x-www-form-urlencoded")
                                .header("origin", gateway.managementBase())
                                .POST(
                                        BodyPublishers.ofString(
                                                "decision=sign-in&token=" + Operators.VIEWER)));
        String cookie =
                signedIn.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
        HttpResponse<String> page =
                wire.send(
                        HttpRequest.newBuilder(URI.create(gateway.managementBase() + "/admin"))
                                .header("cookie", cookie)
                                .GET());

        assertThat(page.body()).contains("refused", "connectors: expected a list of connectors");
    }

    @Test
    void aDemoServerThatIsNotRunningIsNoWayBack() {
        refused("consent: {review: true}");

        assertThat(logged.of("config.refused")).singleElement().asString().contains("upstream-url");
        assertThat(get("/mcp").statusCode()).isEqualTo(401);
    }

    @Test
    void whatNeedsARestartIsNamedWithoutItsValueAndTheRestIsTaken() {
        file.says(
                both()
                        + "server: {max-connections: 77}\nbridge: {max-request-bytes: 2048}\n"
                        + "secret: another-secret-of-more-than-32-characters\n");

        HttpResponse<String> answer = file.reload(gateway.managementBase());

        assertThat(json(answer).getJsonArray("needs_restart").toString())
                .isEqualTo("[\"server.max-connections\",\"secret\",\"bridge.max-request-bytes\"]");
        assertThat(answer.body()).doesNotContain("another-secret");
        assertThat(logged.of("config.needs-restart"))
                .singleElement()
                .asString()
                .endsWith("settings=server.max-connections,secret,bridge.max-request-bytes");
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
        taken(both());
        assertThat(logged.of("config.needs-restart")).hasSize(1);
    }

    @Test
    void anAdminMayReloadWhichIsWrittenDownAndNobodyElse() {
        file.says(both());

        assertThat(file.reload(gateway.managementBase(), Operators.VIEWER).statusCode())
                .isEqualTo(403);
        assertThat(file.reload(gateway.managementBase(), "made-up").statusCode()).isEqualTo(401);
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(admin("/audit").getJsonArray("audit")).isEmpty();

        taken(both());

        assertThat(admin("/audit").getJsonArray("audit").toString())
                .contains("\"admin\"", "\"settings.reload\"");
    }

    @Test
    void theCommandSaysWhatCameOfIt() {
        var out = new StringWriter();
        var err = new StringWriter();
        file.says(both());
        assertThat(run(out, err, gateway.managementBase())).isZero();
        assertThat(out.toString()).containsPattern("refused +false");
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);

        file.says("limits: {requests: many}");
        assertThat(run(out, err, gateway.managementBase())).isEqualTo(1);
        assertThat(err.toString()).startsWith("keystile: limits.requests: expected");

        assertThat(run(out, err, "http://127.0.0.1:1")).isEqualTo(1);
    }

    private static int run(StringWriter out, StringWriter err, String url) {
        return Main.commandLine(Map.of("ADMIN_TOKEN", Operators.ADMIN), new SecureRandom())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("reload", "--admin-url", url);
    }
}
