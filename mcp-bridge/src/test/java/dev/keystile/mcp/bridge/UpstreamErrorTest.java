package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamErrorTest {
    @ParameterizedTest
    @CsvSource({"200,false", "404,false", "403,true", "429,true", "500,true", "503,true"})
    void faultOfALiveUpstreamIsTold(int status, boolean told) throws Exception {
        try (var upstream = new FakeUpstream();
                var fixture = new Fixture(upstream.uri("/mcp"));
                LogLines log = LogLines.ofAll()) {
            upstream.answers((exchange, _) ->
                    FakeUpstream.answer(exchange, status, "application/json", "{}"));

            fixture.post(
                    """
                    {"jsonrpc":"2.0","id":7,"method":"tools/list"}\
                    """);

            String line = "mcp.upstream-error connector=memory grant=g1 status=" + status;
            assertThat(log.of("mcp.upstream-error")).isEqualTo(told ? List.of(line) : List.of());
        }
    }
}
