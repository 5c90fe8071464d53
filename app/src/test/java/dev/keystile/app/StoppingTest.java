package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept, and what is not waited for, when a gateway is closed. */
@Timeout(120)
class StoppingTest {
    private final Wire wire = new Wire();

    @Test
    void aStoreThatIsAwayDoesNotKeepItFromEnding() {
        try (var log = new Logged();
                var redis = new OwnRedis().start()) {
            var gateway = OpenGateway.onLoopback(InstantSource.system(), redis.variables());
            redis.stop();
            assertThat(gateway.get("/mcp").status()).isEqualTo(401);

            assertThatCode(gateway::close).doesNotThrowAnyException();

            assertThat(log.of("task.postponed")).anyMatch(line -> line.contains("task=steps"));
            assertThat(log.of("steps.lost")).hasSize(1);
        } finally {
            wire.close();
        }
    }

    @Test
    void theProcessEndsEvenWhenClosingFails() {
        var closed = new CountDownLatch(1);
        try (var log = new Logged()) {
            Serving.stop(
                    () -> {
                        throw new IllegalStateException("meant by the test");
                    },
                    closed);

            assertThat(closed.getCount()).isZero();
            assertThat(log.all()).contains("gateway.failed");
        }
    }

    @Test
    void whatIsDoneDuringTheGraceIsInTheAuditLogBeforeItsEnd() throws Exception {
        var gateway =
                OpenGateway.onLoopback(
                        InstantSource.system(), Map.of("ADMIN_TOKEN", Operators.ADMIN));
        Thread closing = new Thread(gateway::close);
        String body = revocation(Connection.made(wire, gateway.base()));
        try (var revoking = begun(gateway, body);
                var other = begun(gateway, body)) {
            closing.start();
            awaitRefusal(gateway.port());

            assertThat(ended(revoking, body)).contains(" 200 ");

            awaitRevocation(gateway);
            assertThat(ended(other, body)).as("within the grace").contains(" 200 ");
        } finally {
            wire.close();
            closing.join();
        }
    }

    private static String revocation(Connection connection) {
        return FormText.encode(
                Map.of(
                        "client_id", connection.client().registration().getString("client_id"),
                        "token", connection.tokens().getString("refresh_token")));
    }

    /** A request whose body is yet to come, which the gateway waits for. */
    private static Socket begun(OpenGateway gateway, String body) throws IOException {
        String request =
                Raw.request(
                        "POST /oauth/revoke",
                        "localhost:" + gateway.port(),
                        body,
                        "Content-Type: application/x-www-form-urlencoded",
                        "Expect: 100-continue");
        String head = request.substring(0, request.length() - body.length());
        var socket = new Socket("127.0.0.1", gateway.port());
        socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().readNBytes(25)).asString().contains(" 100 ");
        return socket;
    }

    private static String ended(Socket request, String body) throws IOException {
        request.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void awaitRefusal(int port) throws Exception {
        while (true) {
            try (var _ = new Socket("127.0.0.1", port)) {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    private static void awaitRevocation(OpenGateway gateway) throws InterruptedException {
        String admin = Operators.bearer(Operators.ADMIN);
        while (!gateway.management("/admin/api/audit", admin).body().contains("grant.revoke")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
