package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Person;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** What a gateway takes from its file of settings while it runs. */
class ReloadTest extends ReloadCase {
    private static final String METADATA = "/.well-known/oauth-protected-resource";

    @Test
    void aConnectorThatIsAddedAnswersAtOnceWhereverConnectorsAre() {
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(404);

        taken(both());

        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
        assertThat(get(METADATA + "/mcp/notes").body()).contains("\"resource_name\":\"Notes\"");
        assertThat(get("/").body()).contains("Jean Memory", "Notes");
        JsonObject ofNotes = connect("/mcp/notes", NOTES_KEY);
        assertThat(call("/mcp/notes", ofNotes).statusCode()).isEqualTo(200);
        assertThat(notes.received().getLast()).contains("look");
        assertThat(admin("/connectors").getJsonArray("connectors")).hasSize(2);
        assertThat(gateway.management("/health/ready").body()).contains("notes");
        assertThat(metrics()).contains("keystile_upstream_up{connector=\"notes\"} 1.0");
        assertThat(logged.of("config.reloaded")).singleElement().asString().endsWith("added=notes");
    }

    @Test
    void aConnectorThatIsRemovedIsLikeAnUnknownPathUntilItComesBack() {
        taken(both());
        OAuthClient client = OAuthClient.discover(wire, gateway.base() + "/mcp/notes");
        JsonObject tokens = client.signIn(new Person(wire, gateway.base()), NOTES_KEY);
        JsonObject ofJean = connect("/mcp", JEAN_KEY);

        taken(jeanAlone());

        assertThat(call("/mcp/notes", tokens).statusCode()).isEqualTo(404);
        assertThat(get(METADATA + "/mcp/notes").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).doesNotContain("Notes");
        assertThat(client.refreshing(tokens).body()).contains("invalid_target");
        assertThat(call("/mcp", ofJean).statusCode()).isEqualTo(200);
        assertThat(metrics()).doesNotContain("keystile_upstream_up{connector=\"notes\"}");

        taken(both());

        assertThat(call("/mcp/notes", tokens).statusCode()).isEqualTo(200);
        assertThat(client.refreshing(tokens).statusCode()).isEqualTo(200);
    }

    @Test
    void aLimitThatIsLoweredHoldsForTheNextRequestAndOthersGoOnCounting() {
        String limits = "limits: {rules: {revocation-network: 3/h, authorize-network: %s}}\n";
        taken(jeanAlone() + limits.formatted("100/h"));
        assertThat(List.of(revoke(), revoke())).containsOnly(200);
        assertThat(List.of(authorize(), authorize())).containsOnly(400);

        taken(jeanAlone() + limits.formatted("1/h"));

        assertThat(List.of(authorize(), authorize())).containsExactly(400, 429);
        assertThat(List.of(revoke(), revoke())).containsExactly(200, 429);
    }

    private int authorize() {
        return get("/oauth/authorize").statusCode();
    }

    private int revoke() {
        return gateway.post(
                        "/oauth/revoke",
                        "application/x-www-form-urlencoded",
                        "token=none&client_id=" + client())
                .status();
    }

    private String registered = "";

    private String client() {
        if (registered.isEmpty()) {
            registered =
                    OAuthClient.discover(wire, gateway.base() + "/mcp")
                            .registration()
                            .getString("client_id");
        }
        return registered;
    }

    @Test
    void aNetworkThatIsSharedFromNowOnHasTheWideRules() {
        assertThat(policy()).contains("authorize-network");

        taken(jeanAlone() + "limits: {shared-networks: 127.0.0.0/8}");

        assertThat(policy()).contains("authorize-shared");
    }

    private String policy() {
        return get("/oauth/authorize").headers().firstValue("ratelimit-policy").orElse("");
    }

    @Test
    void theLogLevelIsTakenAndWhatAnOperatorSetStaysUntilTheFileSaysSomethingNew() {
        taken(jeanAlone() + "logging: {level: debug}");
        assertThat(ours.getLevel()).isEqualTo(Level.FINE);

        setLevel("warning");
        taken(both() + "logging: {level: debug}");
        assertThat(ours.getLevel()).isEqualTo(Level.WARNING);

        taken(both() + "logging: {level: error}");
        assertThat(ours.getLevel()).isEqualTo(Level.SEVERE);
    }

    private void setLevel(String level) {
        wire.send(
                HttpRequest.newBuilder(
                                URI.create(gateway.managementBase() + "/admin/api/log-levels/set"))
                        .header("authorization", "Bearer " + Operators.ADMIN)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("logger=dev.keystile&level=" + level)));
    }

    @Test
    void aChangedFileIsTakenWithoutAWord() throws InterruptedException {
        var told = new Semaphore(0);
        var listener = new Listening(told);
        ours.addHandler(listener);

        file.says(both());

        assertThat(told.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        ours.removeHandler(listener);
        assertThat(get("/mcp/notes").statusCode()).isEqualTo(401);
    }

    /** Gives a permit for each reload. */
    private static final class Listening extends Handler {
        private final Semaphore told;

        Listening(Semaphore told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("config.reloaded")) {
                told.release();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
