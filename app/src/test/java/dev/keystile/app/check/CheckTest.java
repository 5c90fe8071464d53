package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walk passes at a good gateway, and names what is wrong with a broken one. */
class CheckTest {
    private static final String SERVER_METADATA = "/.well-known/oauth-authorization-server";

    @Test
    void goodGatewayPassesWithoutAKey() {
        try (var gateway = FakeGateway.start()) {
            Outcome outcome = Outcome.of(gateway, null, null);
            assertThat(outcome.failures()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(outcome.lines()).last().isEqualTo("All tests passed (25/25)");
            assertThat(gateway.misfits()).isEmpty();
        }
    }

    @Test
    void goodGatewayPassesWithAKey() {
        try (var gateway = FakeGateway.start()) {
            Outcome outcome = Outcome.of(gateway, FakeConsent.KEY, null);
            assertThat(outcome.failures()).isEmpty();
            assertThat(outcome.status()).isZero();
            assertThat(outcome.line("API key is accepted")).endsWith("(2 tools)");
            assertThat(outcome.line("tool call")).endsWith("(3 tools listed, look called)");
            assertThat(outcome.lines()).last().isEqualTo("All tests passed (37/37)");
            assertThat(gateway.misfits()).isEmpty();
        }
    }

    @Test
    void personalUrlPasses() {
        try (var gateway = FakeGateway.start()) {
            assertThat(Outcome.of(gateway, FakeConsent.KEY, "demo-1").failures()).isEmpty();
            assertThat(gateway.requests())
                    .anyMatch(request -> request.is("DELETE", "/mcp/oauth/demo-1"));
        }
    }

    @Test
    void whatTheWalkWasGivenEndsWithIt() {
        try (var gateway = FakeGateway.start()) {
            Outcome.of(gateway, FakeConsent.KEY, null);
            assertThat(gateway.requests())
                    .filteredOn(request -> request.is("POST", "/oauth/revoke"))
                    .extracting(request -> request.form().get("token"))
                    .containsExactly(
                            "access-3", "refresh-3", "refresh-3", "refresh-2", "refresh-2");
            assertThat(gateway.requests())
                    .filteredOn(request -> request.method().equals("DELETE"))
                    .extracting(FakeRequest::path)
                    .contains("/oauth/register/client-1");
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        try (var gateway =
                FakeGateway.broken(
                        (request, answer) -> answer.status() < 300 ? answer : answer.status(299))) {
            List<String> lines = Outcome.of(gateway, FakeConsent.KEY, null).lines();
            assertThat(lines)
                    .noneMatch(line -> line.contains(FakeConsent.KEY) || line.contains("abc"));
        }
        try (var gateway = FakeGateway.start()) {
            List<String> lines = Outcome.of(gateway, FakeConsent.KEY, null).lines();
            assertThat(lines)
                    .noneMatch(line ->
                            line.matches(
                                    ".*(fake_key|m{43}|access-\\d|refresh-\\d|state=|code=|keystile-1).*"));
        }
    }

    @Test
    void nothingIsSentToAnotherServerThatAFormNames() throws IOException {
        try (var other = FakeGateway.start();
                var gateway =
                        FakeGateway.broken((_, a) ->
                                a.replace("action=\"/", "action=\"" + other.base() + "/"))) {
            assertThat(Outcome.of(gateway, FakeConsent.KEY, null).line("API key is accepted"))
                    .contains("another server");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        try (var gateway =
                FakeGateway.broken((r, a) ->
                        r.is("GET", SERVER_METADATA)
                                ? FakeAnswer.empty(307).with("Location", "/elsewhere")
                                : a)) {
            assertThat(Outcome.of(gateway, null, null).line("OAuth discovery"))
                    .contains("answered 307");
            assertThat(gateway.requests())
                    .noneMatch(request -> request.path().equals("/elsewhere"));
        }
    }

    @Test
    void laterChecksAreNotReachedAndCountAsFailed() {
        try (var gateway =
                FakeGateway.broken((r, a) -> r.is("POST", "/oauth/register") ? a.status(500) : a)) {
            Outcome outcome = Outcome.of(gateway, FakeConsent.KEY, null);
            assertThat(outcome.line("authorization page"))
                    .endsWith("not reached: \"dynamic client registration\" has to pass first");
            assertThat(outcome.line("tool call")).startsWith("FAIL").contains("not reached");
            assertThat(outcome.line("landing page")).startsWith("PASS");
        }
    }

    @Test
    void whatTheGatewaySaysCannotSteerTheTerminal() {
        try (var gateway =
                FakeGateway.broken(
                        (_, a) -> a.replace("\"issuer\":\"", "\"issuer\":\"\\u001b[31m\\n"))) {
            List<String> lines = Outcome.of(gateway, null, null).lines();
            assertThat(lines).hasSize(26).noneMatch(line -> line.contains("\u001b"));
        }
    }

    @Test
    void aGatewayThatIsNotThereIsNamed() throws IOException {
        int port = RunningGateway.freePort();
        Outcome outcome =
                Outcome.of("http://localhost:" + port, null, null, Duration.ofSeconds(10));
        assertThat(outcome.lines())
                .first()
                .isEqualTo(
                        "FAIL  gateway answers: nothing answers at http://localhost:"
                                + port
                                + "; is the gateway running? start it with ./keystile");
        assertThat(outcome.lines()).last().isEqualTo("25 of 25 tests failed");
        assertThat(outcome.status()).isEqualTo(1);
    }

    @Test
    void aGatewayThatNeverAnswersIsNamed() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome =
                    Outcome.of(
                            "http://localhost:" + silent.getLocalPort(),
                            null,
                            null,
                            Duration.ofMillis(200));
            assertThat(outcome.lines()).first().asString().endsWith("/ within 0.2s");
            assertThat(outcome.status()).isEqualTo(1);
        }
    }
}
