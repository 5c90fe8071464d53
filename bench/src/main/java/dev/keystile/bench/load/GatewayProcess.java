package dev.keystile.bench.load;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The gateway as operators run it, in a process of its own that keeps its state in memory. It is a
 * child of this one, and ends with its folder.
 */
final class GatewayProcess {
    private static final Path JAR = Path.of("app/target/app-0.1.0-SNAPSHOT.jar");
    private static final int ATTEMPTS = 300;

    private final int port = freePort();
    private final int managementPort = freePort();
    private final Process process;

    /**
     * Starts one; returns when it is ready.
     *
     * @param folder for its settings and its log
     * @param settings a file in YAML
     */
    GatewayProcess(Path folder, String settings, URI upstream) throws Exception {
        Path file = Files.writeString(folder.resolve("keystile.yaml"), settings);
        var builder = new ProcessBuilder(command("--config", file.toString()));
        builder.environment()
                .putAll(
                        Map.of(
                                "PORT", Integer.toString(port),
                                "MANAGEMENT_PORT", Integer.toString(managementPort),
                                "API_BASE_URL", base(),
                                "STORAGE", "memory",
                                "MCP_UPSTREAM_URL", upstream.toString(),
                                "API_KEY_PREFIX", "bench_"));
        this.process =
                builder.redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        awaitReady();
    }

    private static List<String> command(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-p",
                                JAR + ":" + JAR.resolveSibling("libs"),
                                "-m",
                                "dev.keystile.app/dev.keystile.app.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String base() {
        return "http://localhost:" + port;
    }

    /** Where clients send their calls. */
    URI mcp() {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    /** Signs in with the one good key, as a client does, and answers the access token. */
    String accessToken() throws Exception {
        Process issue =
                new ProcessBuilder(command("token", "issue", base(), "--json"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var in = issue.outputWriter(StandardCharsets.US_ASCII)) {
            in.write(KeyUpstream.KEY + "\n");
        }
        String answer = new String(issue.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (issue.waitFor() != 0) {
            throw new IOException("no token was issued");
        }
        return Json.createReader(new StringReader(answer)).readObject().getString("access_token");
    }

    private void awaitReady() throws Exception {
        HttpRequest question =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
                try {
                    if (client.send(question, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // Its socket is not open.
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException("the gateway did not start");
    }

    /** Below the ports that systems give to whoever names none. */
    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(10_000, 32_768)
                .filter(GatewayProcess::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
