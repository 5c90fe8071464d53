package dev.keystile.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator of that name, which sends requests again and again.
 *
 * @param script that says what it sends
 */
record Wrk(Path script) {
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

    private static final String CALL =
            """
            wrk.method = "POST"
            wrk.body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{}}}'
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["Accept"] = "application/json, text/event-stream"
            wrk.headers["MCP-Protocol-Version"] = "2025-11-25"
            """;

    /** Calls a tool. */
    static Wrk calling(Path folder, String field, String value) throws IOException {
        return new Wrk(
                Files.writeString(
                        folder.resolve("call.lua"),
                        CALL + "wrk.headers[\"%s\"] = \"%s\"\n".formatted(field, value)));
    }

    /** Calls a tool with one access token after the other. */
    static Wrk callingInTurn(Path folder, List<String> tokens) throws IOException {
        Path each = Files.write(folder.resolve("tokens"), tokens);
        return new Wrk(
                Files.writeString(
                        folder.resolve("calls.lua"),
                        CALL
                                + """
                                local calls, at = {}, 0
                                function init()
                                    for token in io.lines("%s") do
                                        wrk.headers["Authorization"] = "Bearer " .. token
                                        calls[#calls + 1] = wrk.format()
                                    end
                                end
                                function request()
                                    at = at %% #calls + 1
                                    return calls[at]
                                end
                                """
                                        .formatted(each)));
    }

    /** Asks for the same document. */
    static Wrk getting(Path folder) throws IOException {
        return new Wrk(Files.writeString(folder.resolve("get.lua"), "wrk.method = \"GET\"\n"));
    }

    /** Answered requests a second. An answer other than 2xx ends the measurement. */
    double rate(URI to, int connections, int seconds) throws Exception {
        return Double.parseDouble(found(RATE, run(to, connections, seconds)));
    }

    /** Answered requests in all; the same otherwise. */
    long requests(URI to, int connections, int seconds) throws Exception {
        return Long.parseLong(found(REQUESTS, run(to, connections, seconds)));
    }

    private String run(URI to, int connections, int seconds) throws Exception {
        Process process =
                new ProcessBuilder(
                                "wrk",
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                // A gateway that has just started may let some wait for longer than
                                // the usual 2 s.
                                "--timeout",
                                "10s",
                                "-s",
                                script.toString(),
                                to.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IOException("wrk said: " + said);
        }
        return said;
    }

    private static String found(Pattern figure, String said) throws IOException {
        Matcher found = figure.matcher(said);
        if (!found.find()) {
            throw new IOException("wrk said: " + said);
        }
        return found.group(1);
    }
}
