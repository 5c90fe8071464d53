package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.flow.LoopbackServer;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Span;
import dev.keystile.oauth.impl.AnalyticsCounts;
import dev.keystile.oauth.impl.FileStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own that gets SIGTERM while calls are under way. */
@Timeout(120)
class GracefulStopTest {
    private static final int SIGTERM = 128 + 15;
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    @TempDir private Path folder;
    private final int port = RunningGateway.freePort();
    private final int managementPort = RunningGateway.freePort();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private LoopbackServer upstream;
    private Process gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = LoopbackServer.start(this::answer);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-p",
                        System.getProperty("jdk.module.path"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-m",
                        "dev.keystile.app/dev.keystile.app.Main");
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("MANAGEMENT_PORT", String.valueOf(managementPort));
        builder.environment().put("STORAGE_PATH", folder.resolve("data").toString());
        builder.environment().put("MCP_UPSTREAM_URL", upstream.url("/mcp"));
        gateway = builder.redirectErrorStream(true).redirectOutput(log()).start();
        awaitStatus("/health/ready", 200);
    }

    private java.io.File log() {
        return folder.resolve("log").toFile();
    }

    @AfterEach
    void end() {
        mayAnswer.countDown();
        gateway.destroyForcibly();
        upstream.close();
        http.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(": open\n\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                mayAnswer.await();
                return;
            }
            if (body.contains("slow")) {
                asked.countDown();
                mayAnswer.await();
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length());
            exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder mcp() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/mcp"))
                .header("x-api-key", "jean_sk_demo")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private CompletableFuture<HttpResponse<String>> call(String tool) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\"}}";
        return http.sendAsync(
                mcp().POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private void awaitStatus(String path, int status) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                        .build();
        while (true) {
            try {
                if (http.send(request, BodyHandlers.ofString()).statusCode() == status) {
                    return;
                }
            } catch (IOException notYet) {
                assertThat(gateway.isAlive()).as("the gateway runs").isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** What was counted is kept before the socket is closed. */
    private void awaitRefusal() throws Exception {
        while (true) {
            try (var _ = new Socket("localhost", port)) {
                assertThat(gateway.isAlive()).as("the gateway runs").isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    @Test
    void callsEndStreamsEndAndWhatWasCountedIsKept() throws Exception {
        assertThat(call("quick").get().statusCode()).isEqualTo(200);
        var stream = http.send(mcp().GET().build(), BodyHandlers.ofInputStream());
        var slow = call("slow");
        asked.await();

        gateway.destroy();

        awaitStatus("/health/ready", 503);
        // Ends as its server would end it: the client sees no broken connection.
        assertThat(stream.body().readAllBytes()).startsWith(':');
        awaitRefusal();
        assertThat(slow).isNotDone();
        mayAnswer.countDown();
        assertThat(slow.get().body()).isEqualTo(ANSWER);
        assertThat(gateway.waitFor()).isEqualTo(SIGTERM);
        assertThat(callsKept()).isEqualTo(3);
    }

    private long callsKept() {
        try (FileStore store = FileStore.open(folder.resolve("data"), InstantSource.system())) {
            var counts = new AnalyticsCounts(store, InstantSource.system(), new SecureRandom());
            Instant now = InstantSource.system().instant();
            return counts
                    .read(Dimension.CONNECTOR, Span.DAY, now.minus(Duration.ofDays(1)), now)
                    .stream()
                    .mapToLong(counted -> counted.byName().get("default").calls())
                    .sum();
        }
    }
}
