package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Observer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two bridges that forward the same call to one upstream, in turns. */
final class TwoBridges {
    private static final int ROUNDS = 10;
    private static final int ACCOUNTS = 1000;
    private static final byte[] BODY =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"search_memory\"}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
                    + "x".repeat(200)
                    + "\"}]}}";

    private TwoBridges() {}

    /** Prints a Markdown table of what the second costs beside the first, for answers as JSON. */
    static void compare(McpBridge without, McpBridge with) throws Exception {
        compare(without, with, "application/json", RESULT);
    }

    /** The same for answers as event streams of one event. */
    static void compareStreams(McpBridge without, McpBridge with) throws Exception {
        compare(without, with, "text/event-stream", "data: " + RESULT + "\n\n");
    }

    private static void compare(McpBridge without, McpBridge with, String type, String body)
            throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        try (FixedUpstream upstream = new FixedUpstream(answer, BODY.length)) {
            Connector connector = connector(upstream.uri());
            var resource = new ProtectedResource(connector, "https://mcp.example.com/mcp", null);
            System.out.println(
                    "| at once | calls/s without | calls/s with, median | to without, median | least..most |");
            System.out.println("|---|---|---|---|---|");
            for (int atOnce : new int[] {1, 16, 64}) {
                print(atOnce, rounds(List.of(without, with), resource, atOnce));
            }
        }
    }

    /** One that every token is good for. */
    static McpBridge bridge(RateLimiter limiter, Observer observer) {
        return new McpBridge(
                new Issuer("https://mcp.example.com"),
                new Tokens(),
                new NoSessions(),
                _ -> new KeyVerdict.Works(),
                BridgeSettings.DEFAULTS,
                new McpLimits(limiter, (_, _) -> "", 64),
                observer,
                InstantSource.system(),
                new SecureRandom());
    }

    private static Connector connector(URI upstream) {
        return new Connector(
                new ConnectorId("bench"),
                "Bench",
                upstream,
                new ApiKeyHeader("x-api-key", null),
                "",
                null,
                UserIdTrust.CLAIMED);
    }

    /** Every token is good, for the account whose number it is. */
    private record Tokens() implements BearerTokens {
        @Override
        public BearerCheck check(Secret token, ProtectedResource resource) {
            return new BearerCheck.Allowed(
                    new Access(
                            new GrantId(token.reveal()),
                            new AccountId(token.reveal()),
                            new ClientId("client"),
                            "client",
                            resource,
                            new Scope(List.of("mcp")),
                            null,
                            Secret.of("key")));
        }

        @Override
        public boolean live(GrantId grant) {
            return true;
        }
    }

    /** An answer that goes nowhere. */
    private static final class Sink implements McpResponse {
        private int status;

        @Override
        public void send(int sent, Map<String, String> headers, byte[] body) {
            status = sent;
        }

        @Override
        public OutputStream stream(int sent, Map<String, String> headers, long length) {
            status = sent;
            return OutputStream.nullOutputStream();
        }
    }

    /** Rates by round and bridge; the first rounds, in which the JVM learns, do not count. */
    private static double[][] rounds(
            List<McpBridge> bridges, ProtectedResource resource, int atOnce) throws Exception {
        double[][] rates = new double[ROUNDS][bridges.size()];
        for (int round = -3; round < ROUNDS; round++) {
            for (int turn = 0; turn < bridges.size(); turn++) {
                int which = round % 2 == 0 ? turn : bridges.size() - 1 - turn;
                double rate = rate(bridges.get(which), resource, atOnce);
                if (round >= 0) {
                    rates[round][which] = rate;
                }
            }
        }
        return rates;
    }

    private static double rate(McpBridge bridge, ProtectedResource resource, int atOnce)
            throws Exception {
        var next = new AtomicInteger();
        return Load.rate(atOnce, () -> call(bridge, resource, next.getAndIncrement() % ACCOUNTS));
    }

    private static void call(McpBridge bridge, ProtectedResource resource, int account)
            throws IOException {
        HeaderFields headers =
                line -> {
                    line.accept("authorization", "Bearer account" + account);
                    line.accept("content-type", "application/json");
                    line.accept("accept", "application/json, text/event-stream");
                };
        var answer = new Sink();
        bridge.forward(
                new McpRequest("POST", resource, headers, new ByteArrayInputStream(BODY)), answer);
        if (answer.status != 200) {
            throw new IllegalStateException("status " + answer.status);
        }
    }

    private static void print(int atOnce, double[][] rates) {
        double[] ratios =
                Arrays.stream(rates).mapToDouble(round -> round[1] / round[0]).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %.3f | %.3f..%.3f |%n",
                atOnce,
                median(rates, 0),
                median(rates, 1),
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1]);
    }

    private static double median(double[][] rates, int which) {
        return Load.median(Arrays.stream(rates).mapToDouble(round -> round[which]).toArray());
    }
}
