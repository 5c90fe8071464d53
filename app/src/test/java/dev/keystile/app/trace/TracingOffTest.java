package dev.keystile.app.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.http.Raw;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own, and what that loads. */
@Timeout(120)
class TracingOffTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"traceparent\":\"x\"}}}";

    @TempDir private Path folder;
    private final int port = RunningGateway.freePort();

    @Test
    void withoutAnEndpointNoClassOfOpenTelemetryIsLoaded() throws Exception {
        assertThat(loaded(Map.of())).isEmpty();
    }

    @Test
    void withAnEndpointTheyAre() throws Exception {
        assertThat(loaded(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")))
                .isNotEmpty();
    }

    /** Classes of OpenTelemetry that are loaded until a few requests have their answers. */
    private List<String> loaded(Map<String, String> settings) throws Exception {
        Path log = folder.resolve("loaded");
        Process gateway = start(log, settings);
        try {
            answer(gateway);
        } finally {
            gateway.destroyForcibly().waitFor();
        }
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            assertThat(all).anyMatch(line -> line.contains("dev.keystile.app.http.McpRoutes"));
            return all.stream().filter(line -> line.contains(" io.opentelemetry.")).toList();
        }
    }

    private Process start(Path log, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-Xlog:class+load:file=" + log));
        command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-m", "dev.keystile.app/dev.keystile.app.Main"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(RunningGateway.environment(port));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private void answer(Process gateway) throws IOException {
        try (BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8)) {
            String line;
            do {
                line = out.readLine();
                assertThat(line).isNotNull();
            } while (!line.startsWith("Keystile is up"));
            assertThat(mcp().status()).isEqualTo(200);
            assertThat(mcp().status()).isEqualTo(200);
        }
    }

    private Raw.Answer mcp() {
        return new Raw(port)
                .send(
                        """
                        POST /mcp HTTP/1.1
                        Host: localhost:%d
                        Connection: close
                        X-API-Key: jean_sk_demo_1
                        Accept: application/json, text/event-stream
                        Content-Type: application/json
                        Content-Length: %d

                        %s\
                        """
                                .formatted(port, CALL.length(), CALL));
    }
}
