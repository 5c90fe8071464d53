package dev.keystile.mcp.bridge;

import static dev.keystile.mcp.bridge.ProbeFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a key check finds out about a server and its tools. */
class ProbeToolsTest {
    private ProbeFixture probe;

    @BeforeEach
    void start() throws IOException {
        probe = new ProbeFixture();
    }

    @AfterEach
    void stop() {
        probe.close();
    }

    @Test
    void serverWithoutToolsIsAccepted() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.methods.remove("tools/list");
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(new KeyCheck.Accepted(null, "memory", List.of(), true));
    }

    @Test
    void annotationsAreReadAsClaimed() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.tools(
                "{\"name\":\"search\",\"title\":\"Search\",\"annotations\":{\"readOnlyHint\":true,\"destructiveHint\":true}},"
                        + "{\"name\":\"forget\",\"annotations\":{\"title\":\"Forget\",\"destructiveHint\":true}},"
                        + "{\"name\":\"plain\"},{\"name\":\"odd\",\"annotations\":{\"readOnlyHint\":\"true\"}},"
                        + "{\"title\":\"nameless\"},7");
        probe.upstream.answers(server);

        assertThat(((KeyCheck.Accepted) probe.check()).tools())
                .containsExactly(
                        new Tool("search", "Search", true, false),
                        new Tool("forget", "Forget", false, true),
                        new Tool("plain", null, false, false),
                        new Tool("odd", null, false, false));
    }

    @Test
    void connectorsOwnMarksAreAddedToThem() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.tools("{\"name\":\"search\"},{\"name\":\"drop\",\"title\":\"Drop it\"}");
        probe.upstream.answers(server);
        var hints =
                new ToolHints(
                        Map.of(
                                "search", new ToolHints.Hint("Search", true, null),
                                "drop", new ToolHints.Hint("D", null, true)));
        BridgeSettings settings = ProbeFixture.settings(Duration.ofSeconds(30));
        var each =
                Map.of(
                        probe.connector.id(),
                        UpstreamSettings.of(settings)
                                .with(new CallHandling(RawKeys.ALLOWED, hints, false, false)));

        try (var verifier =
                new ProbeKeyVerifier(
                        new Upstreams(settings, each),
                        new SecureRandom(),
                        InstantSource.system())) {
            var check = (KeyCheck.Accepted) verifier.verify(probe.connector, KEY, null);

            assertThat(check.tools())
                    .containsExactly(
                            new Tool("search", "Search", true, false),
                            new Tool("drop", "Drop it", false, true));
        }
    }

    @Test
    void namesAreMadeFitForAPage() {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        server.session = "";
        server.methods.put(
                "initialize",
                (exchange, message) ->
                        server.result(
                                exchange,
                                message,
                                "{\"serverInfo\":{\"name\":\"n\",\"title\":\"\u202eM\u00e9moire\\u0000\\n\\t 2 \ud83d\ude00"
                                        + "z".repeat(200)
                                        + "\"}}"));
        probe.upstream.answers(server);

        String name = ((KeyCheck.Accepted) probe.check()).serverName();

        assertThat(name).startsWith("M\u00e9moire 2 \ud83d\ude00zzz");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(128);
    }

    @Test
    void serverWithoutANameIsShownAsTheConnector() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.methods.put(
                "server/discover",
                (exchange, message) ->
                        server.result(
                                exchange, message, "{\"supportedVersions\":[\"2026-07-28\"]}"));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("Jean Memory", true));
    }

    @ParameterizedTest
    @CsvSource({"3,7,21,3", "40,7,70,10", "40,200,500,3"})
    void pagesAreFollowedWithinBounds(int pages, int perPage, int tools, int asked) {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.methods.put(
                "tools/list",
                (exchange, message) -> {
                    int page =
                            Integer.parseInt(
                                    message.getJsonObject("params").getString("cursor", "1"));
                    String listed =
                            IntStream.range(0, perPage)
                                    .mapToObj(i -> "{\"name\":\"t" + page + "-" + i + "\"}")
                                    .collect(Collectors.joining(","));
                    String next = page < pages ? ",\"nextCursor\":\"" + (page + 1) + "\"" : "";
                    server.result(exchange, message, "{\"tools\":[" + listed + "]" + next + "}");
                });
        probe.upstream.answers(server);

        var check = (KeyCheck.Accepted) probe.check();

        assertThat(check.tools()).hasSize(tools).extracting(Tool::name).doesNotHaveDuplicates();
        assertThat(probe.sentWith(KEY.reveal())).hasSize(1 + asked);
    }
}
