package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which header fields of a call go on, and which of its answer. */
@State(Scope.Thread)
public class HeaderPolicyBenchmark {
    private final HeaderFields call =
            line -> {
                line.accept("Host", "mcp.example.com");
                line.accept("Authorization", "Bearer jean_oauth_" + "x".repeat(90));
                line.accept("Content-Type", "application/json");
                line.accept("Accept", "application/json, text/event-stream");
                line.accept("Accept-Encoding", "gzip, deflate, br");
                line.accept("Accept-Language", "*");
                line.accept("User-Agent", "example-client/1.0");
                line.accept("Connection", "keep-alive");
                line.accept("Content-Length", "200");
                line.accept("MCP-Protocol-Version", "2025-11-25");
            };
    private final WritableHeaders<?> answer =
            WritableHeaders.create()
                    .add(HeaderNames.CONTENT_TYPE, "application/json")
                    .add(HeaderNames.CONTENT_LENGTH, "250")
                    .add(HeaderNames.DATE, "Tue, 24 Nov 2026 10:00:00 GMT")
                    .add(HeaderNames.SERVER, "example/1.0")
                    .add(HeaderNames.CACHE_CONTROL, "no-cache")
                    .add(HeaderNames.CONNECTION, "keep-alive");

    /** Ten fields of a call. */
    @Benchmark
    public WritableHeaders<?> toUpstream() {
        WritableHeaders<?> sent = WritableHeaders.create();
        HeaderPolicy.toUpstream(call, "x-api-key", sent);
        return sent;
    }

    /** Six fields of an answer. */
    @Benchmark
    public Map<String, String> toClient() {
        return HeaderPolicy.toClient(answer);
    }
}
