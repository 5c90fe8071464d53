package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that write or read slowly at a whole gateway; its own watch cuts them off. */
@Timeout(120)
class SlowPeersTest {
    private static final int MANY = 50;

    /** More answers than fit into what a system keeps for a connection. */
    private static final int ENOUGH = 200;

    @TempDir private Path folder;

    @ParameterizedTest
    @DisplayName("Many that never end their head or body are cut off, and others are answered")
    @ValueSource(
            strings = {
                "",
                "GET /mcp HTTP/1.1\r\nHost: ",
                "POST /oauth/token HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 99\r\n\r\na",
                "POST /nowhere HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99\r\n\r\na",
                "POST /oauth/register HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
            })
    void slowWritersAreCutOff(String begun) throws IOException {
        try (var gateway = OpenGateway.configured(folder, "server: {client-patience: 1s}")) {
            URI base = URI.create(gateway.base());
            List<Wires> slow = many(MANY, base, begun.replace("{host}", base.getAuthority()));

            assertThat(gateway.get("/.well-known/oauth-authorization-server").status())
                    .isEqualTo(200);
            for (Wires one : slow) {
                assertCutOff(one);
            }
        }
    }

    @Test
    @DisplayName("Many that ask and take no answer are cut off, and others are answered")
    void slowReadersAreCutOff() throws Exception {
        String settings =
                "server: {client-patience: 3s}\nlimits: {requests: 40, request-patience: 1m}";
        try (var gateway = OpenGateway.configured(folder, settings)) {
            URI base = URI.create(gateway.base());
            String large =
                    "GET /openapi.json HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n\r\n";
            List<Wires> slow = many(20, base, large.repeat(ENOUGH));

            assertThat(gateway.get("/.well-known/oauth-authorization-server").status())
                    .isEqualTo(200);
            for (Wires one : slow) {
                assertThat(takesMore(one, large)).isFalse();
            }
        }
    }

    @Test
    @DisplayName("One network that is slow with all its requests does not keep out the others")
    void slowNetworkKeepsOutNobodyElse() throws IOException {
        String settings =
                "server: {trusted-proxies: 127.0.0.1}\nlimits: {requests: 8, request-patience: 1s}";
        try (var gateway = OpenGateway.configured(folder, settings)) {
            URI base = URI.create(gateway.base());
            String head =
                    " HTTP/1.1\r\nHost: "
                            + base.getAuthority()
                            + "\r\nX-Forwarded-For: 203.0.113.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
            List<Wires> slow =
                    many(20, base, "POST /oauth/token" + head + "Content-Length: 99\r\n\r\na");
            try (var last = new Wires(base.getPort())) {
                last.send("GET /" + head + "Connection: close\r\n\r\n");
                assertThat(last.rest()).startsWith("HTTP/1.1 503 ");
            }

            assertThat(gateway.get("/.well-known/oauth-authorization-server").status())
                    .isEqualTo(200);
            for (Wires one : slow) {
                one.close();
            }
        }
    }

    private static List<Wires> many(int count, URI base, String sent) throws IOException {
        List<Wires> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Wires(base.getPort()).send(sent));
        }
        return all;
    }

    /** Whether the gateway still has the connection after half a minute; nothing is read of it. */
    private static boolean takesMore(Wires slow, String request) throws InterruptedException {
        try (slow) {
            for (int i = 0; i < 300; i++) {
                slow.send(request);
                Thread.sleep(100);
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Ends when the gateway closes, or fails after half a minute. */
    private static void assertCutOff(Wires slow) throws IOException {
        try (slow) {
            assertThat(slow.rest()).doesNotContain("HTTP/1.1 2");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
