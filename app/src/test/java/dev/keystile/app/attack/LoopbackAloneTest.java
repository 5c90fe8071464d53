package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.OpenGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears a gateway for which no address was set. */
class LoopbackAloneTest {
    private static final int PATIENCE_MS = 10_000;

    @TempDir private Path folder;

    /**
     * Every address of this machine but the one to listen on; another of loopback is always one.
     */
    private static List<InetAddress> others() throws IOException {
        InetAddress own = InetAddress.getByName("127.0.0.1");
        return Stream.concat(
                        Stream.of(InetAddress.getByName("127.0.0.2")),
                        NetworkInterface.networkInterfaces()
                                .flatMap(NetworkInterface::inetAddresses))
                .filter(address -> !address.equals(own))
                .distinct()
                .toList();
    }

    private static void knock(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
        }
    }

    private static List<Integer> ports(OpenGateway gateway) {
        return Stream.of(gateway.base(), gateway.managementBase())
                .map(base -> URI.create(base).getPort())
                .toList();
    }

    @Test
    @DisplayName("SEC-11: neither socket answers at any address of the machine but 127.0.0.1")
    void nobodyElseIsHeard() throws IOException {
        try (var gateway = OpenGateway.onLoopback()) {
            for (int port : ports(gateway)) {
                knock(InetAddress.getByName("127.0.0.1"), port);
                for (InetAddress other : others()) {
                    assertThatThrownBy(() -> knock(other, port))
                            .as("%s port %d", other, port)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    @DisplayName("SEC-11: the same knock finds a gateway that was told to listen everywhere")
    void theKnockWouldBeHeard() throws IOException {
        try (var gateway =
                OpenGateway.configured(
                        folder, "server: {host: 0.0.0.0}\nmanagement: {host: 0.0.0.0}")) {
            InetAddress other = InetAddress.getByName("127.0.0.2");
            for (int port : ports(gateway)) {
                knock(other, port);
            }
        }
        assertThat(others()).isNotEmpty();
    }
}
