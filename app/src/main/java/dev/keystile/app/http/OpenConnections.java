package dev.keystile.app.http;

import dev.keystile.oauth.api.Network;
import io.helidon.common.socket.HelidonSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The connections that clients have open. A network gets so many of them and not all, and a client
 * that keeps the server waiting, for the rest of a request or to take its answer, is cut off. Safe
 * for use by many threads.
 */
public final class OpenConnections {
    private static final Logger LOGGER = System.getLogger(OpenConnections.class.getName());

    private final ConnectionLimits limits;
    private final LongSupplier nanoTime;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Map<SocketAddress, Begun> beginning = new ConcurrentHashMap<>();
    private final Map<Network, Integer> perNetwork = new ConcurrentHashMap<>();
    private final Seldom allOpen;
    private final Seldom refused;
    private final Seldom overdue;
    private final LongAdder cut = new LongAdder();

    /**
     * None yet.
     *
     * @param nanoTime a clock in nanoseconds that never goes back, such as {@code System::nanoTime}
     */
    public OpenConnections(ConnectionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.allOpen = new Seldom(nanoTime);
        this.refused = new Seldom(nanoTime);
        this.overdue = new Seldom(nanoTime);
    }

    /** One of them. */
    final class Open implements AutoCloseable {
        private final Runnable cut;
        private final Optional<Network> network;
        private final Arrival arrival = new Arrival(nanoTime);

        private Open(Runnable cut, Optional<Network> network) {
            this.cut = cut;
            this.network = network;
        }

        /** How its client takes its time. */
        Arrival arrival() {
            return arrival;
        }

        /** It is no longer open. */
        @Override
        public void close() {
            if (open.remove(this)) {
                network.ifPresent(OpenConnections.this::leave);
            }
        }

        private boolean isOverdue() {
            return arrival.isOverdue(limits.patience().toNanos());
        }
    }

    /** One on which TLS is not established yet, if it ever will be. */
    private record Begun(Socket socket, Open place) {
        boolean isGone() {
            return socket.isClosed();
        }
    }

    /**
     * Takes in one that has yet to begin TLS, which may take no longer than the head of its first
     * request; false when its network has as many as it may.
     *
     * @param network empty when it is not known yet, and for a peer that may have any number
     */
    boolean begin(Socket socket, Optional<Network> network) {
        Optional<Open> place = enter(() -> close(socket), network);
        place.map(open -> new Begun(socket, open))
                .map(begun -> beginning.put(socket.getRemoteSocketAddress(), begun))
                .ifPresent(before -> before.place().close());
        return place.isPresent();
    }

    /**
     * Takes in another one, or goes on with one that has begun; empty when its network has as many
     * as it may.
     *
     * @param network empty for a peer that may have any number, as a proxy in front
     */
    Optional<Open> open(HelidonSocket socket, Optional<Network> network) {
        Begun begun = beginning.remove(socket.remotePeer().address());
        if (begun == null) {
            return enter(socket::close, network);
        }
        if (begun.place().network.equals(network)) {
            return Optional.of(begun.place());
        }
        begun.place().close();
        return enter(begun.place().cut, network);
    }

    private Optional<Open> enter(Runnable cut, Optional<Network> network) {
        if (network.isPresent() && !enter(network.get())) {
            if (refused.isDue()) {
                LOGGER.log(
                        Level.WARNING,
                        "connection.refused network={0} open={1}",
                        network.get().text(),
                        Integer.toString(limits.perNetwork()));
            }
            return Optional.empty();
        }
        if (open.size() + 1 >= limits.total() && allOpen.isDue()) {
            LOGGER.log(
                    Level.WARNING,
                    "connection.all-open open={0}",
                    Integer.toString(limits.total()));
        }
        var connection = new Open(cut, network);
        open.add(connection);
        return Optional.of(connection);
    }

    /** Cuts off the clients that have kept the server waiting for too long; to be called often. */
    public void cutOverdue() {
        List<Begun> gone = beginning.values().stream().filter(Begun::isGone).toList();
        beginning.values().removeAll(gone);
        gone.forEach(begun -> begun.place().close());
        List<Open> slow = open.stream().filter(Open::isOverdue).toList();
        tell(slow);
        slow.forEach(OpenConnections::cut);
    }

    /** How many there are. */
    public int count() {
        return open.size();
    }

    /** How their clients take their time. */
    List<Arrival> arrivals() {
        return open.stream().map(Open::arrival).toList();
    }

    /** Tells of one for all that are cut off. */
    private void tell(List<Open> slow) {
        cut.add(slow.size());
        if (!slow.isEmpty() && overdue.isDue()) {
            LOGGER.log(
                    Level.INFO,
                    "connection.overdue network={0} waited-for={1} cut={2}",
                    slow.getFirst().network.map(Network::text).orElse("proxy"),
                    slow.getFirst().arrival.awaited(),
                    Long.toString(cut.sumThenReset()));
        }
    }

    private static void cut(Open slow) {
        try {
            slow.cut.run();
        } catch (UncheckedIOException e) {
            // It is closed all the same, or its other side was faster.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    private boolean enter(Network network) {
        boolean[] entered = {true};
        perNetwork.merge(
                network,
                1,
                (now, more) -> {
                    entered[0] = network.shared() || now < limits.perNetwork();
                    return entered[0] ? now + more : now;
                });
        return entered[0];
    }

    private void leave(Network network) {
        perNetwork.computeIfPresent(network, (_, now) -> now == 1 ? null : now - 1);
    }
}
