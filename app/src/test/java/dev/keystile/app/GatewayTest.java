package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.RunningGateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static Gateway start() {
        Map<String, String> environment = RunningGateway.environment(RunningGateway.freePort());
        return Gateway.start(
                LiveConfig.read(environment, null), InstantSource.system(), new SecureRandom());
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void everythingIsWired() throws Exception {
        try (var gateway = start()) {
            String issuer = gateway.resources().issuer().value();

            assertThat(get(issuer + "/").body()).contains(issuer + "/mcp", "jean_sk_demo_1");
            assertThat(get(issuer + "/.well-known/oauth-authorization-server").body())
                    .contains(issuer);
            assertThat(get(issuer + "/oauth/authorize").statusCode()).isEqualTo(400);
            assertThat(get(issuer + "/mcp").statusCode()).isEqualTo(401);
            assertThat(
                            get("http://" + gateway.managementAuthority() + "/health/ready")
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void greetingSaysWhatToPasteAndHowToTryIt() throws Exception {
        try (var gateway = start()) {
            String url = gateway.resources().shared().uri();

            assertThat(Greeting.of(gateway))
                    .contains(
                            url,
                            url + "/oauth/{user_id}",
                            "jean_sk_demo_1",
                            "/health/ready",
                            "State is kept in memory",
                            "Ctrl-C");
        }
    }

    @Test
    void greetingDoesNotShowTheQueryOfAnUpstream() {
        Map<String, String> upstream = Map.of("MCP_UPSTREAM_URL", "http://127.0.0.1:9/mcp?key=abc");
        try (var gateway = OpenGateway.onLoopback(InstantSource.system(), upstream)) {
            assertThat(gateway.greeting())
                    .contains("http://127.0.0.1:9/mcp?(hidden)")
                    .doesNotContain("abc");
        }
    }

    @Test
    void logSaysWhatWasStartedAndWhatUserIdsAreWorth() throws Exception {
        try (var gateway = start()) {
            assertThat(Serving.started(gateway))
                    .startsWith("gateway.started version=")
                    .contains(
                            " base-url=" + gateway.resources().issuer(),
                            " upstream-host=127.0.0.1",
                            " user-ids=checked-by-upstream",
                            " storage=memory");
        }
    }

    @Test
    void closedGatewayFreesItsPort() throws Exception {
        int port;
        try (var gateway = start()) {
            port = gateway.resources().issuer().port();
        }

        try (var socket = new ServerSocket(port, 1, LOOPBACK)) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void busyPortIsOneLineWithPortAndSetting() throws Exception {
        var err = new StringWriter();
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            int status =
                    Main.commandLine(
                                    RunningGateway.environment(taken.getLocalPort()),
                                    new SecureRandom())
                            .setErr(new PrintWriter(err))
                            .execute("serve");

            assertThat(status).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("keystile: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("server.port (PORT)")
                    .hasLineCount(1);
        }
    }
}
