package dev.keystile.app.demo;

import static dev.keystile.app.demo.DemoClient.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three tools do. */
final class DemoToolsTest {
    private static final String OTHER_KEY = "jean_sk_demo_2";

    private final DemoUpstream upstream =
            DemoUpstream.start(InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));
    private final DemoClient client = new DemoClient(upstream.uri());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @Test
    void listHasThreeToolsWithHints() throws Exception {
        var tools =
                client.call(KEY, "tools/list", "{}").getJsonObject("result").getJsonArray("tools");
        assertThat(tools.getValuesAs((JsonObject tool) -> tool.getString("name")))
                .containsExactly("remember", "search_memory", "list_memories");
        assertThat(tools.getValuesAs((JsonObject tool) -> hint(tool, "readOnlyHint")))
                .containsExactly(false, true, true);
        assertThat(tools.getValuesAs((JsonObject tool) -> hint(tool, "destructiveHint")))
                .containsOnly(false);
        assertThat(tools.getValuesAs((JsonObject tool) -> tool.getString("title")))
                .containsExactly("Remember", "Search memory", "List memories");
    }

    private static boolean hint(JsonObject tool, String name) {
        return tool.getJsonObject("annotations").getBoolean(name);
    }

    @Test
    void rememberedTextIsFoundAndListed() throws Exception {
        assertThat(client.said(KEY, "list_memories", "{}")).isEqualTo("There are no memories yet.");
        client.tool(KEY, "remember", "{\"text\":\"The cat is called Mør.\"}");
        client.tool(KEY, "remember", "{\"text\":\"The dog is called Rex.\"}");
        assertThat(client.said(KEY, "search_memory", "{\"query\":\"MØR cat\"}"))
                .isEqualTo("2026-11-23T12:00:00Z  The cat is called Mør.");
        assertThat(client.said(KEY, "search_memory", "{\"query\":\"ca\"}"))
                .isEqualTo("No memory has all these words.");
        assertThat(client.said(KEY, "list_memories", "{}").lines())
                .containsExactly(
                        "2026-11-23T12:00:00Z  The dog is called Rex.",
                        "2026-11-23T12:00:00Z  The cat is called Mør.");
    }

    @Test
    void memoriesOfOthersAreNotSeen() throws Exception {
        client.tool(KEY, "remember", "{\"text\":\"secret plan\"}");
        assertThat(client.said(OTHER_KEY, "list_memories", "{}")).doesNotContain("secret");
        assertThat(client.said(OTHER_KEY, "search_memory", "{\"query\":\"secret\"}"))
                .doesNotContain("plan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\":7}",
                "{\"text\":null}",
                "{\"text\":\"  \"}",
                "[]",
                "\"x\"",
                "null"
            })
    void badArgumentsAreToldInTheResult(String arguments) throws Exception {
        var result = client.tool(KEY, "remember", arguments);
        assertThat(result.get("isError")).isEqualTo(JsonValue.TRUE);
        assertThat(DemoClient.text(result)).contains("text must be a string");
    }

    @Test
    void queryWithoutWordsIsToldInTheResult() throws Exception {
        var result = client.tool(KEY, "search_memory", "{\"query\":\"?!\"}");
        assertThat(result.getBoolean("isError")).isTrue();
    }

    @Test
    void textMayHave4096BytesAndNoMore() throws Exception {
        var longest = "é".repeat(2048);
        assertThat(
                        client.tool(KEY, "remember", "{\"text\":\"" + longest + "\"}")
                                .getBoolean("isError"))
                .isFalse();
        var longer = client.tool(KEY, "remember", "{\"text\":\"" + longest + "x\"}");
        assertThat(longer.getBoolean("isError")).isTrue();
        assertThat(DemoClient.text(longer)).contains("4096");
    }

    @Test
    void thousandMemoriesAreKeptAndNoMoreHoweverManyCallAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> call =
                    () -> client.tool(KEY, "remember", "{\"text\":\"x\"}").getBoolean("isError");
            var results = threads.invokeAll(IntStream.range(0, 1010).mapToObj(_ -> call).toList());
            assertThat(results.stream().filter(Future::resultNow)).hasSize(10);
        }
        assertThat(client.said(KEY, "list_memories", "{}")).endsWith("\nand 950 older ones.");
    }
}
