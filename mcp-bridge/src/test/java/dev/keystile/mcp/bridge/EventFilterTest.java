package dev.keystile.mcp.bridge;

import static dev.keystile.mcp.bridge.ToolFilterTest.LOOK;
import static dev.keystile.mcp.bridge.ToolFilterTest.WRITE;
import static dev.keystile.mcp.bridge.ToolFilterTest.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ToolPolicy;
import io.helidon.http.Method;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stream with lists of tools")
class EventFilterTest {
    private static final int LONGEST = 2000;
    private static final ToolFilter READ_ONLY =
            new ToolFilter(new ToolPolicy.ReadOnly(), ToolHints.NONE);
    private static final ToolFilter COMPLETING =
            new ToolFilter(
                    new ToolPolicy.Everything(),
                    new ToolHints(Map.of("write", new ToolHints.Hint("Write", null, null))));
    private static final String OTHER =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"\u00e4\"}}";

    /**
     * Streams as they come in, and what may go on. An event goes on at the CR that ends it; the LF
     * behind that is then one more blank line, which is no event.
     */
    private static final Map<String, String> STREAMS =
            Map.of(
                    "id: 1\ndata:\n\nevent: message\nid: 2\ndata: " + list(WRITE, LOOK) + "\n\n",
                    "id: 1\ndata:\n\nevent: message\nid: 2\ndata: " + list(LOOK) + "\n\n",
                    ": hello\r\n\r\nretry: 5\r\nevent: message\r\ndata: "
                            + list(WRITE)
                            + "\r\nid: 2\r\n\r\n:\r\n\r\ndata: "
                            + OTHER
                            + "\r\n\r\n",
                    ": hello\r\n\r\nretry: 5\nevent: message\ndata: "
                            + list()
                            + "\nid: 2\n\n\n:\r\n\r\ndata: "
                            + OTHER
                            + "\r\n\r\n",
                    "data:" + list(WRITE, LOOK) + "\r\rdata: " + OTHER + "\r\r",
                    "data: " + list(LOOK) + "\n\ndata: " + OTHER + "\r\r",
                    "data: "
                            + list(WRITE, LOOK).replace(",", ",\ndata:  ")
                            + "\nid: 3\n: in between\n\ndata: "
                            + OTHER.replace(",", ",\ndata: ")
                            + "\n\n",
                    "data: "
                            + list(LOOK)
                            + "\nid: 3\n: in between\n\ndata: "
                            + OTHER.replace(",", ",\ndata: ")
                            + "\n\n",
                    "\ufeffdata: " + list(WRITE) + "\n\n",
                    "data: " + list() + "\n\n",
                    "data: ["
                            + OTHER
                            + ","
                            + list(WRITE, LOOK)
                            + "]\n\nid: 4\n\ndata\n\n\n\nid: 5\ndata: \n\n",
                    "data: ["
                            + OTHER
                            + ","
                            + list(LOOK)
                            + "]\n\nid: 4\n\ndata\n\n\n\nid: 5\ndata: \n\n",
                    "data: " + list(WRITE),
                    "data: " + list() + "\n\n");

    static List<String> streams() {
        return List.copyOf(STREAMS.keySet());
    }

    @ParameterizedTest
    @MethodSource("streams")
    @DisplayName(
            "GW-08, GW-L-06: lists are filtered wherever the bytes are cut, and all else stays as it came")
    void cutAtEveryByte(String stream) throws IOException {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(passed(READ_ONLY, bytes, cut)).isEqualTo(STREAMS.get(stream));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void byteByByte(String stream) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        try (EventFilter filter = filter(READ_ONLY, "GET", client)) {
            for (byte each : stream.getBytes(StandardCharsets.UTF_8)) {
                filter.write(each);
            }
        }
        assertThat(text(client)).isEqualTo(STREAMS.get(stream));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @DisplayName("GW-08: an event goes on as soon as it is whole, a comment at once")
    void nothingWaitsForWhatComesLater(String end) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        EventFilter filter = filter(READ_ONLY, "GET", client);

        filter.write(bytes(": ping" + end));
        assertThat(text(client)).isEqualTo(": ping" + end);
        client.reset();
        filter.write(bytes("data: " + list(WRITE) + end));
        assertThat(text(client)).isEmpty();
        filter.write(bytes(end));
        assertThat(text(client)).startsWith("data: " + list() + "\n\n");
    }

    @Test
    @DisplayName("design 10: what cannot be read strictly is withheld; the event keeps its id")
    void unreadableDataIsWithheld() throws IOException {
        String doubled = "{\"result\":{\"tools\":[" + WRITE + "],\"tools\":[]}}";
        String deep = "{\"result\":{\"tools\":[" + "[".repeat(62) + "]".repeat(62) + "]}}";
        String cut = list(WRITE).substring(0, 40);

        for (String data : List.of(doubled, deep, cut, "x")) {
            String stream = "id: 1\nevent: message\ndata: " + data + "\n\ndata: 1\n\n";

            assertThat(passed(READ_ONLY, bytes(stream), 0))
                    .as(data)
                    .isEqualTo("id: 1\nevent: message\n\ndata: 1\n\n");
            assertThat(passed(COMPLETING, bytes(stream), 0)).as(data).isEqualTo(stream);
        }
    }

    @Test
    void dataThatIsNotUtf8IsWithheld() throws IOException {
        byte[] latin =
                ("id: 1\ndata: " + list("{\"name\":\"\u00e4\"}") + "\n\n")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(passed(READ_ONLY, latin, 0)).isEqualTo("id: 1\n\n");
    }

    @Test
    void levelsAreCountedUpTo64() throws IOException {
        String deep = "{\"result\":{\"tools\":[" + "[".repeat(61) + "]".repeat(61) + "]}}";

        assertThat(passed(READ_ONLY, bytes("data: " + deep + "\n\n"), 0))
                .isEqualTo("data: {\"result\":{\"tools\":[]}}\n\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName(
            "design 10: an event that is too long to be filtered ends the stream with an error")
    void longEventEndsTheStream(int over) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        EventFilter filter = filter(READ_ONLY, "POST", client);
        byte[] event = event(LONGEST + over);

        if (over == 0) {
            filter.write(event);
            filter.close();
            assertThat(text(client)).isEqualTo("data: " + list() + "\n\n");
        } else {
            filter.write(event, 0, 1000);
            assertThatThrownBy(() -> filter.write(event, 1000, event.length - 1000))
                    .isInstanceOf(UpstreamException.class)
                    .hasMessageContaining("longer than 2000 bytes");
            filter.close();
            assertThat(text(client)).isEqualTo("data: failure\n\n");
        }
    }

    @Test
    void longEventIsNotWaitedForAndFailsOnce() throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        EventFilter filter = filter(READ_ONLY, "POST", client);
        byte[] event = event(LONGEST * 2);

        filter.write(event, 0, LONGEST);
        assertThatThrownBy(() -> filter.write(event, LONGEST, 1))
                .isInstanceOf(UpstreamException.class);
        filter.close();

        assertThat(text(client)).isEqualTo("data: failure\n\n");
    }

    @Test
    void whereNothingDependsOnItALongEventPassesInPieces() throws IOException {
        byte[] event = event(LONGEST * 3);
        byte[] stream =
                (new String(event, StandardCharsets.UTF_8) + "data: " + list(WRITE) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        String titled = WRITE.replace("}}", "},\"title\":\"Write\"}");

        for (int cut :
                IntStream.of(0, 1, LONGEST, LONGEST + 1, event.length - 1, event.length)
                        .toArray()) {
            assertThat(passed(COMPLETING, stream, cut))
                    .isEqualTo(
                            new String(event, StandardCharsets.UTF_8)
                                    + "data: "
                                    + list(titled)
                                    + "\n\n");
        }
    }

    /** An event of so many bytes with a list of one tool that changes something. */
    private static byte[] event(int size) {
        String event = "data: " + list("{\"name\":\"%s\"}") + "\n\n";
        return bytes(event.replace("%s", "n".repeat(size - event.length() + 2)));
    }

    private static String passed(ToolFilter by, byte[] bytes, int cut) throws IOException {
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        try (EventFilter filter = filter(by, "GET", client)) {
            filter.write(bytes, 0, cut);
            filter.write(bytes, cut, bytes.length - cut);
        }
        return text(client);
    }

    private static EventFilter filter(ToolFilter by, String method, ByteArrayOutputStream client) {
        var connector =
                Fixture.connector(
                        URI.create("http://127.0.0.1:1/mcp"), new ApiKeyHeader("x-api-key", null));
        var resource = new ProtectedResource(connector, "https://mcp.example.com/mcp", null);
        var request = new McpRequest(method, resource, _ -> {}, InputStream.nullInputStream());
        var call =
                new Call.Granted(
                        request, Method.create(method), Fixture.access(resource, null, "An app"));
        return new EventFilter(client, by, call, LONGEST, () -> bytes("data: failure\n\n"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream client) {
        return client.toString(StandardCharsets.UTF_8);
    }
}
