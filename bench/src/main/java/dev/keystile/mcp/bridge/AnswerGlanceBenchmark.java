package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.spi.Event;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The look at an answer in passing. */
@State(Scope.Thread)
public class AnswerGlanceBenchmark {
    private final byte[] result =
            answer("\"content\":[{\"type\":\"text\",\"text\":\"" + "x".repeat(200) + "\"}]");
    private final byte[] failure = answer("\"isError\":true,\"content\":[]");

    private static byte[] answer(String members) {
        return ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{" + members + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** At a result. */
    @Benchmark
    public Event.Outcome result() {
        return outcome(result);
    }

    /** At what a tool says of its failure. */
    @Benchmark
    public Event.Outcome failure() {
        return outcome(failure);
    }

    private static Event.Outcome outcome(byte[] answer) {
        var glance = new AnswerGlance(false);
        glance.see(answer, 0, answer.length);
        return glance.outcome();
    }
}
