package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients whose header and message name different revisions. */
class VersionRepairTest {
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-11-25 | tools/call | 2026-07-28 | 2026-07-28 | 1",
                "2026-07-28 | tools/call | 2026-07-28 | 2026-07-28 | 0",
                "2026-07-28 |            | 2025-11-25 | 2025-11-25 | 1",
                "2025-11-25 | tools/list | 2026-07-28 | 2025-11-25 | 0",
                "2025-11-25 |            | 2026-07-28 | 2025-11-25 | 0",
                "2026-07-28 | tools/call | 2025-11-25 | 2026-07-28 | 0",
                "2025-11-25 | tools/call | next       | 2025-11-25 | 0",
                "2025-11-25 | tools/call |            | 2025-11-25 | 0",
                "2025-11-25, 2025-11-25 |  |          | 2025-11-25 | 1",
                "2025-11-25, 2025-06-18 |  |          | 2025-11-25, 2025-06-18 | 0",
                "2025-11-25, 2025-06-18 | tools/call | 2026-07-28 | 2026-07-28 | 1"
            })
    @DisplayName(
            "GW-B-04: the header is made to agree with the message where Mcp-Method speaks for it")
    void headerFollowsTheMessage(
            String header, String method, String version, String expected, int repairs)
            throws Exception {
        try (Fixture fixture = repairing(true);
                LogLines log = LogLines.ofAll()) {
            send(fixture, List.of(header), method, version);

            assertThat(upstream.last().headers().get("mcp-protocol-version"))
                    .containsExactly(expected);
            assertThat(log.of("mcp.version-repaired")).hasSize(repairs);
        }
    }

    @Test
    @DisplayName("GW-B-04: a version that came twice goes up once")
    void repeatedLinesBecomeOne() throws Exception {
        try (Fixture fixture = repairing(true)) {
            send(fixture, List.of("2025-11-25", "2025-11-25"), null, null);
        }

        assertThat(upstream.last().headers().get("mcp-protocol-version"))
                .containsExactly("2025-11-25");
    }

    @Test
    @DisplayName("GW-B-04: no version is invented for a client that names none in the header")
    void nothingIsInvented() throws Exception {
        try (Fixture fixture = repairing(true)) {
            send(fixture, List.of(), "tools/call", "2026-07-28");
        }

        assertThat(upstream.last().headers()).doesNotContainKey("mcp-protocol-version");
    }

    @Test
    @DisplayName("GW-B-04: off unless it is asked for: both pass as they are")
    void offByDefault() throws Exception {
        try (Fixture fixture = repairing(false)) {
            send(fixture, List.of("2025-11-25"), "tools/call", "2026-07-28");
        }

        assertThat(upstream.last().headers().get("mcp-protocol-version"))
                .containsExactly("2025-11-25");
    }

    private Fixture repairing(boolean repairs) throws IOException {
        return new Fixture(
                upstream.uri("/mcp"),
                Fixture.QUICK,
                new ApiKeyHeader("x-api-key", null),
                UpstreamSettings.of(Fixture.QUICK)
                        .with(new CallHandling(RawKeys.ALLOWED, ToolHints.NONE, repairs, false)));
    }

    private static void send(Fixture fixture, List<String> headers, String method, String version)
            throws Exception {
        String meta =
                version == null
                        ? ""
                        : ",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
                                + version
                                + "\"}}";
        var request = fixture.authorized("/mcp");
        headers.forEach(header -> request.header("MCP-Protocol-Version", header));
        if (method != null) {
            request.header("Mcp-Method", method);
        }
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"" + meta + "}";
        assertThat(fixture.send(request.POST(BodyPublishers.ofString(body))).statusCode())
                .isEqualTo(200);
    }
}
