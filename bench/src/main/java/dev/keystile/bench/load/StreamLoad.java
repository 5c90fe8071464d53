package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Long streams that are held, what each costs in memory, and how long an event takes through. */
final class StreamLoad {
    private static final int PATIENCE_SECONDS = 60;
    private static final String ROOM =
            "server: {max-connections: 20000, max-connections-per-network: 20000}\n"
                    + "bridge: {max-calls: 20000}\n";

    private static final int WARMING = 1_000;

    private StreamLoad() {}

    static String report(Site site, Effort effort) throws Exception {
        var report =
                new StringBuilder(
                        "| streams | memory for each, KiB | median delay of an event, ms | 99 of 100 within, ms | lost |\n"
                                + "|---|---|---|---|---|\n");
        for (int streams : new int[] {1_000, 5_000, 9_000}) {
            try (var upstream = new StreamUpstream()) {
                var gateway = site.roomyGateway(ROOM, streams, upstream.uri());
                report.append(measure(gateway, upstream, streams, effort));
                gateway.end();
            }
        }
        return report.toString();
    }

    private static String measure(
            GatewayProcess gateway, StreamUpstream upstream, int streams, Effort effort)
            throws Exception {
        String token = gateway.accessToken();
        warmUp(gateway, upstream, token, effort);
        TimeUnit.SECONDS.sleep(effort.seconds());
        double before = gateway.residentKilobytes();
        Collection<Long> delays = new ConcurrentLinkedQueue<>();
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            clients.add(open(gateway.port(), token, delays));
        }
        await(() -> upstream.open() == streams, "streams to open");
        double each = (gateway.residentKilobytes() - before) / streams;
        for (int tick = 0; tick < effort.rounds(); tick++) {
            upstream.tick();
            int sent = streams * (tick + 1);
            awaitMost(delays, sent);
            TimeUnit.MILLISECONDS.sleep(200);
        }
        String line = line(streams, each, delays, streams * effort.rounds());
        for (Socket client : clients) {
            client.close();
        }
        return line;
    }

    /**
     * Streams on a gateway that has just started lie on the stacks of an interpreter, which are
     * several times as large as those that a gateway has when it has worked for a while.
     */
    private static void warmUp(
            GatewayProcess gateway, StreamUpstream upstream, String token, Effort effort)
            throws Exception {
        for (int round = 0; round < 2 * effort.rounds(); round++) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < WARMING; i++) {
                clients.add(open(gateway.port(), token, new ConcurrentLinkedQueue<>()));
            }
            await(() -> upstream.open() == WARMING, "streams to open");
            for (Socket client : clients) {
                client.close();
            }
            await(() -> upstream.open() == 0, "streams to end");
        }
    }

    private static Socket open(int port, String token, Collection<Long> delays) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String request =
                "GET /mcp HTTP/1.1\r\nHost: localhost:"
                        + port
                        + "\r\nAccept: text/event-stream\r\nMCP-Protocol-Version: 2025-11-25\r\nAuthorization: Bearer "
                        + token
                        + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(() -> read(socket, delays));
        return socket;
    }

    private static void read(Socket socket, Collection<Long> delays) {
        try {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII),
                            512);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    delays.add(System.nanoTime() - Long.parseLong(line.substring(6)));
                }
            }
        } catch (IOException closed) {
            // It was ended.
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, String what) throws Exception {
        for (int attempt = 0; !condition.holds(); attempt++) {
            if (attempt == PATIENCE_SECONDS * 10) {
                throw new IOException("waited in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** What is still not there then is lost. */
    private static void awaitMost(Collection<Long> delays, int sent) throws Exception {
        for (int attempt = 0; delays.size() < sent && attempt < 50; attempt++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String line(int streams, double each, Collection<Long> delays, int sent) {
        List<Long> sorted = delays.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %,d | %.1f | %.2f | %.2f | %d |%n",
                streams,
                each,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sent - sorted.size());
    }
}
