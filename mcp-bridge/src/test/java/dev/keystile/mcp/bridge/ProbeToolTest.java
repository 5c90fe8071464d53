package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of a key by calling a tool, for servers that look at keys no sooner. */
class ProbeToolTest {
    private ProbeFixture probe;
    private ProbeKeyVerifier verifier;

    @BeforeEach
    void start() throws IOException {
        probe = new ProbeFixture();
        BridgeSettings settings = ProbeFixture.settings(Duration.ofSeconds(30));
        var way = new KeyCheckMethod.Probe(new ProbeTool("look", "{\"deep\":true}"));
        verifier =
                new ProbeKeyVerifier(
                        new Upstreams(
                                settings,
                                Map.of(probe.connector.id(), ProbeFixture.checking(settings, way))),
                        new SecureRandom(),
                        InstantSource.system());
    }

    @AfterEach
    void stop() {
        verifier.close();
        probe.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatTakesAnyKeyUntilAToolIsCalledIsChecked(boolean modern) {
        FakeMcpServer server = modern ? FakeMcpServer.modern() : FakeMcpServer.legacy();
        answerTool(
                server,
                key ->
                        key.equals(ProbeFixture.KEY.reveal())
                                ? "{\"content\":[]}"
                                : "{\"content\":[],\"isError\":true}");

        assertThat(check())
                .isEqualTo(ProbeFixture.accepted(modern ? "memory" : "Memory server", true));

        var call =
                probe.sentWith(ProbeFixture.KEY.reveal()).stream()
                        .filter(sent -> sent.method().equals("tools/call"))
                        .findFirst()
                        .orElseThrow()
                        .received();
        assertThat(call.body())
                .contains("\"name\":\"look\"", "\"arguments\":{\"deep\":true}")
                .doesNotContain("cursor");
        assertThat(call.header("mcp-name")).isEqualTo(modern ? "look" : "");
    }

    @ParameterizedTest
    @CsvSource({"200,-32603", "400,-32602", "404,-32601"})
    void aFailureOfTheToolRejectsTheKey(int status, int code) {
        FakeMcpServer server = FakeMcpServer.modern();
        server.methods.put(
                "tools/call",
                (exchange, message) -> FakeMcpServer.error(exchange, message, status, code));
        probe.upstream.answers(server);

        assertThat(check()).isEqualTo(new KeyCheck.Rejected());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusalOfTheCallRejectsTheKey(int status) {
        FakeMcpServer server = FakeMcpServer.legacy();
        server.methods.put("tools/call", (exchange, _) -> exchange.sendResponseHeaders(status, -1));
        probe.upstream.answers(server);

        assertThat(check()).isEqualTo(new KeyCheck.Rejected());
    }

    @Test
    void aServerErrorLeavesTheKeyUnknown() {
        FakeMcpServer server = FakeMcpServer.modern();
        server.methods.put("tools/call", (exchange, _) -> exchange.sendResponseHeaders(503, -1));
        probe.upstream.answers(server);

        assertThat(check()).isEqualTo(new KeyCheck.Unavailable("tools/call: status 503"));
    }

    @Test
    void toolAndArgumentsAreCheckedBeforeTheyAreUsed() {
        for (String name : new String[] {"", "a b", "é", "a".repeat(129)}) {
            assertThatThrownBy(() -> new ProbeTool(name, "{}"))
                    .hasMessageStartingWith("expected the name of a tool");
        }
        for (String arguments : new String[] {"", "[]", "1", "{"}) {
            assertThatThrownBy(() -> new ProbeTool("look", arguments))
                    .hasMessageStartingWith("expected the arguments of a tool");
        }
    }

    private KeyCheck check() {
        return verifier.verify(probe.connector, ProbeFixture.KEY, null);
    }

    private void answerTool(
            FakeMcpServer server, java.util.function.UnaryOperator<String> resultForKey) {
        server.methods.put(
                "tools/call",
                (exchange, message) ->
                        server.result(
                                exchange,
                                message,
                                resultForKey.apply(
                                        exchange.getRequestHeaders().getFirst("x-api-key"))));
        probe.upstream.answers(server);
    }
}
