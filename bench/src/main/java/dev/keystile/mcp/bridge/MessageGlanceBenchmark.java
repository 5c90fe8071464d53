package dev.keystile.mcp.bridge;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The look at a message of JSON-RPC in passing, and the strict reading that a tool policy needs.
 */
@State(Scope.Thread)
public class MessageGlanceBenchmark {
    private final byte[] call = message("what did we decide about the roof");
    private final byte[] longCall = message("x".repeat(16_000));

    private static byte[] message(String query) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"search_memory\","
                        + "\"arguments\":{\"query\":\""
                        + query
                        + "\"},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** At a call of a tool, 200 bytes. */
    @Benchmark
    public Object glance() {
        return MessageGlance.at(call);
    }

    /** At one of 16 KB. */
    @Benchmark
    public Object glanceAtLong() {
        return MessageGlance.at(longCall);
    }

    /** The short one, read in full. */
    @Benchmark
    public Object readStrictly() {
        return RpcBody.read(call);
    }
}
