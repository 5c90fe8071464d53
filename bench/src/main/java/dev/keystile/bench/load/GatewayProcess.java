package dev.keystile.bench.load;

import dev.keystile.bench.Ports;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gateway as operators run it, from the folder that this process runs in. It is a child of this
 * process, and ends with its folder.
 */
final class GatewayProcess {
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Process process;
    private final double millisToFirstAnswer;

    /**
     * Starts one; returns when it is ready.
     *
     * @param folder for its settings and its log
     * @param settings a file in YAML; empty for none
     * @param variables what else is set
     */
    GatewayProcess(Path folder, String settings, Map<String, String> variables, URI upstream)
            throws Exception {
        var builder = new ProcessBuilder(command(arguments(folder, settings)));
        builder.environment()
                .putAll(
                        Map.of(
                                "PORT", Integer.toString(port),
                                "MANAGEMENT_PORT", Integer.toString(managementPort),
                                "API_BASE_URL", base(),
                                "MCP_UPSTREAM_URL", upstream.toString(),
                                "API_KEY_PREFIX", "bench_"));
        builder.environment().putAll(variables);
        long began = System.nanoTime();
        this.process =
                Launch.of(
                        builder,
                        folder.resolve("log"),
                        port,
                        "/.well-known/oauth-authorization-server");
        this.millisToFirstAnswer = (System.nanoTime() - began) / 1e6;
    }

    private static String[] arguments(Path folder, String settings) throws IOException {
        if (settings.isEmpty()) {
            return new String[0];
        }
        Path file = Files.writeString(folder.resolve("keystile.yaml"), settings);
        return new String[] {"--config", file.toString()};
    }

    /** From its launch to the first answer to discovery. */
    double millisToFirstAnswer() {
        return millisToFirstAnswer;
    }

    /** How much memory it has, as Linux counts it. */
    double residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** To look at it from outside. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Ends it at once. */
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static List<String> command(String... arguments) {
        return Stream.concat(Stream.of("./keystile"), Stream.of(arguments)).toList();
    }

    int port() {
        return port;
    }

    /** Its issuer. */
    String base() {
        return "http://localhost:" + port;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
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
}
