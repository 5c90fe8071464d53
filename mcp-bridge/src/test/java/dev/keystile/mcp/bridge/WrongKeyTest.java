package dev.keystile.mcp.bridge;

import static dev.keystile.mcp.bridge.ProbeFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an upstream is known to refuse wrong keys. */
class WrongKeyTest {
    private static final String OTHER_KEY = "jean_sk_other";

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
    void serverThatTakesAnyKeyIsNotChecked() {
        probe.upstream.answers(FakeMcpServer.modern());

        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", false));
    }

    @Test
    void refusalIsProvenOnceWithARandomKeyOfTheRightShape() {
        probe.upstream.answers(FakeMcpServer.modern(KEY.reveal(), OTHER_KEY));

        probe.check();
        probe.verifier.verify(probe.connector, Secret.of(OTHER_KEY), null);

        var wrong =
                probe.upstream.received().stream()
                        .map(request -> request.header("x-api-key"))
                        .filter(key -> !key.equals(KEY.reveal()) && !key.equals(OTHER_KEY))
                        .toList();
        assertThat(wrong).hasSize(1);
        assertThat(wrong.getFirst()).matches("jean_sk_[A-Za-z0-9_-]{32}");
    }

    @Test
    void proofIsRenewedInBothDirections() {
        probe.upstream.answers(FakeMcpServer.modern());
        probe.verifier.proveRefusal(probe.connector);
        probe.upstream.answers(FakeMcpServer.modern(KEY.reveal()));
        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", false));

        probe.verifier.proveRefusal(probe.connector);
        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", true));

        probe.upstream.answers(FakeMcpServer.modern());
        probe.verifier.proveRefusal(probe.connector);
        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", false));
    }

    @Test
    void serverThatWasAwayIsAskedAgainAtTheNextCheck() {
        probe.upstream.answers((exchange, _) -> exchange.sendResponseHeaders(503, -1));
        probe.verifier.proveRefusal(probe.connector);

        probe.upstream.answers(FakeMcpServer.modern(KEY.reveal()));
        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", true));

        probe.upstream.answers((exchange, _) -> exchange.sendResponseHeaders(503, -1));
        probe.verifier.proveRefusal(probe.connector);
        probe.upstream.answers(FakeMcpServer.modern());
        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("memory", true));
    }
}
