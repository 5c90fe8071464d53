package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of a key by a URL that says whose it is. */
@Timeout(60)
class WhoamiTest {
    private static final Secret KEY = ProbeFixture.KEY;
    private static final String ANN = "{\"user\":{\"id\":\"ann\"}}";

    private final FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
    private ProbeFixture probe;
    private ProbeKeyVerifier verifier;
    private volatile FakeUpstream.Handler whoami = json(ANN);

    @BeforeEach
    void start() throws IOException {
        probe = new ProbeFixture();
        probe.upstream.answers((exchange, received) -> {
            if (!received.uri().getPath().equals("/me")) {
                server.handle(exchange, received);
            } else if (received.header("x-api-key").equals(KEY.reveal())) {
                whoami.handle(exchange, received);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
        });
        verifier = verifier(Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        verifier.close();
        probe.close();
    }

    @Test
    void theOwnerIsNamedAndTheToolsAreListed() {
        assertThat(check(null)).isEqualTo(accepted("memory", true));

        FakeUpstream.Received asked = probe.upstream.received().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.uri()).hasToString("/me?a=%20b");
        assertThat(asked.header("x-api-key")).isEqualTo(KEY.reveal());
        assertThat(asked.header("accept")).isEqualTo("application/json");
        assertThat(probe.sentWith(KEY.reveal()).getLast().received().header("x-user-id"))
                .as("as the calls will have it")
                .isEqualTo("ann");
    }

    @Test
    void theUserOfThePersonalUrlIsTheOwner() {
        assertThat(check("ann")).isEqualTo(accepted("memory", true));
    }

    @Test
    @DisplayName("A key of another than the URL's user is named as such and not tried further")
    void theKeyOfAnotherIsNotTried() {
        assertThat(check("bob"))
                .isEqualTo(
                        new KeyCheck.Accepted(new UserId("ann"), "Jean Memory", List.of(), true));
        assertThat(probe.sentWith(KEY.reveal()))
                .extracting(call -> call.received().uri().getPath())
                .containsOnly("/me");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusalRejectsTheKey(int status) {
        whoami = (exchange, _) -> exchange.sendResponseHeaders(status, -1);

        assertThat(check(null)).isEqualTo(new KeyCheck.Rejected());
        assertThat(probe.sentWith(KEY.reveal())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307, 400, 404, 429, 500, 503})
    @DisplayName("GW-13: any other status leaves the key unknown, and no redirect is followed")
    void otherStatusesLeaveTheKeyUnknown(int status) {
        whoami =
                (exchange, _) -> {
                    exchange.getResponseHeaders()
                            .set("Location", probe.upstream.uri("/elsewhere").toString());
                    exchange.sendResponseHeaders(status, -1);
                };

        assertThat(check(null)).isEqualTo(new KeyCheck.Unavailable("whoami: status " + status));
        assertThat(probe.upstream.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "[]",
                "{}",
                "{\"user\":\"ann\"}",
                "{\"user\":{\"id\":null}}",
                "{\"user\":{\"id\":true}}",
                "{\"user\":{\"id\":{}}}",
                "{\"user\":{\"id\":\"\"}}",
                "{\"user\":{\"id\":\"..\"}}",
                "{\"user\":{\"id\":\"ann@example.com\"}}"
            })
    @DisplayName("An answer that names nobody who can have a personal URL leaves the key unknown")
    void anAnswerWithoutAnOwnerIsOfNoUse(String body) {
        whoami = json(body);

        assertThat(check(null))
                .isEqualTo(new KeyCheck.Unavailable("whoami: no user id at the pointer"));
    }

    @Test
    void aNumberIsAUserIdToo() {
        whoami = json("{\"user\":{\"id\":72}}");

        assertThat(((KeyCheck.Accepted) check(null)).owner()).isEqualTo(new UserId("72"));
    }

    @Test
    void anAnswerOverTheLimitLeavesTheKeyUnknown() {
        whoami = json("{\"user\":{\"id\":\"ann\"},\"x\":\"" + "x".repeat(64 << 10) + "\"}");

        assertThat(check(null))
                .isEqualTo(new KeyCheck.Unavailable("answer longer than 65536 bytes"));
    }

    @Test
    void anAnswerThatDripsIsCutAtTheTimeLimit() throws Exception {
        var done = new java.util.concurrent.CountDownLatch(1);
        whoami = (_, _) -> Fixture.await(done);
        try (ProbeKeyVerifier quick = verifier(Duration.ofSeconds(1))) {
            assertThat(quick.verify(probe.connector, KEY, null))
                    .isInstanceOf(KeyCheck.Unavailable.class);
        } finally {
            done.countDown();
        }
    }

    @Test
    @DisplayName("The MCP server may refuse what the URL accepts: such a key is of no use")
    void theServersOwnRefusalCounts() {
        server.methods.put("tools/list", (exchange, _) -> exchange.sendResponseHeaders(403, -1));

        assertThat(check(null)).isEqualTo(new KeyCheck.Rejected());
    }

    @Test
    @DisplayName("An MCP server that is away takes nothing from a key whose owner is known")
    void aServerThatIsAwayListsNoTools() {
        server.methods.put(
                "server/discover", (exchange, _) -> exchange.sendResponseHeaders(500, -1));

        assertThat(check(null))
                .isEqualTo(
                        new KeyCheck.Accepted(new UserId("ann"), "Jean Memory", List.of(), true));
    }

    @ParameterizedTest
    @CsvSource({
        "'',expected a JSON Pointer",
        "user,expected a JSON Pointer",
        "/a~2,expected a JSON"
    })
    void aPointerIsCheckedBeforeItIsUsed(String pointer, String message) {
        assertThatThrownBy(() -> new KeyCheckMethod.Whoami(URI.create("https://a/me"), pointer))
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> new KeyCheckMethod.Whoami(URI.create("file:///me"), "/a"))
                .hasMessageStartingWith("expected an http or https URL");
    }

    private KeyCheck check(@Nullable String user) {
        return verifier.verify(probe.connector, KEY, user == null ? null : new UserId(user));
    }

    private ProbeKeyVerifier verifier(Duration limit) {
        var way = new KeyCheckMethod.Whoami(probe.upstream.uri("/me?a=%20b"), "/user/id");
        BridgeSettings settings = ProbeFixture.settings(limit);
        return new ProbeKeyVerifier(
                new Upstreams(
                        settings,
                        Map.of(probe.connector.id(), ProbeFixture.checking(settings, way))),
                new SecureRandom(),
                InstantSource.system());
    }

    private static KeyCheck accepted(String serverName, boolean checked) {
        return new KeyCheck.Accepted(
                new UserId("ann"),
                serverName,
                List.of(new Tool("remember", null, false, false)),
                checked);
    }

    private static FakeUpstream.Handler json(String body) {
        return (exchange, _) -> FakeUpstream.answer(exchange, 200, "application/json", body);
    }
}
