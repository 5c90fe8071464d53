package dev.keystile.mcp.bridge;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Which HTTP client calls an upstream fastest: all in one run, in turns, on loopback, with the
 * upstream on the same processors.
 */
public final class UpstreamClientBenchmark {
    private static final int ROUNDS = 5;
    private static final byte[] BODY =
            ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"search_memory\","
                            + "\"arguments\":{\"query\":\"what did we decide about the roof\"}}}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
                    + "x".repeat(200)
                    + "\"}]}}";

    private UpstreamClientBenchmark() {}

    /** Prints a Markdown table. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "| answer | at once | client | calls/s, median | least..most | to Helidon's |");
        System.out.println("|---|---|---|---|---|---|");
        String json =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + RESULT.length()
                        + "\r\n\r\n"
                        + RESULT;
        String event = "event: message\ndata: " + RESULT + "\n\n";
        String events =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(event.length())
                        + "\r\n"
                        + event
                        + "\r\n0\r\n\r\n";
        measure("JSON", json, RESULT.length());
        measure("one event", events, event.length());
        System.exit(0);
    }

    private static void measure(String name, String answer, long length) throws Exception {
        try (FixedUpstream upstream = new FixedUpstream(answer, BODY.length)) {
            Map<String, Caller> callers = callers(upstream.uri());
            for (int atOnce : new int[] {1, 16, 64}) {
                print(name, atOnce, rounds(callers, atOnce, length));
            }
        }
    }

    private static Map<String, Caller> callers(URI uri) {
        Map<String, Function<URI, Caller>> kinds = new LinkedHashMap<>();
        kinds.put("Helidon Http1Client", Caller::helidon);
        kinds.put("own", Caller::own);
        kinds.put("Apache HttpClient 5", Caller::apache);
        Map<String, Caller> callers = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> callers.put(name, kind.apply(uri)));
        return callers;
    }

    /** Calls a second by client; the first round, in which the JVM learns, does not count. */
    private static Map<String, List<Double>> rounds(
            Map<String, Caller> callers, int atOnce, long length) throws Exception {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (var each : callers.entrySet()) {
                double rate = rate(each.getValue(), atOnce, length);
                if (round >= 0) {
                    rates.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(rate);
                }
            }
        }
        return rates;
    }

    private static double rate(Caller caller, int atOnce, long length) throws Exception {
        return Load.rate(
                atOnce,
                () -> {
                    if (caller.call(BODY) != length) {
                        throw new IllegalStateException("not the answer that was sent");
                    }
                });
    }

    private static void print(String answer, int atOnce, Map<String, List<Double>> rates) {
        double base = median(rates.values().iterator().next());
        rates.forEach((client, all) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %s | %.0f | %.0f..%.0f | %.2f |%n",
                        answer,
                        atOnce,
                        client,
                        median(all),
                        all.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                        all.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                        median(all) / base));
    }

    private static double median(List<Double> values) {
        return Load.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
