package dev.keystile.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.RunningGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever bytes come to the public socket, after which the sender says no more: the gateway
 * answers or closes, blames nothing on itself, and goes on. The port of its own stands in an input
 * as {@code :0}.
 */
class RequestsFuzzTest {
    private static final int PATIENCE_MS = 30_000;
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) [^\r\n]*\r\n");
    private static final int PORT = RunningGateway.freePort();
    private static final Faults FAULTS = new Faults();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        var config = LiveConfig.read(RunningGateway.environment(PORT), null);
        gateway = Gateway.start(config, InstantSource.system(), new SecureRandom());
        Logger.getLogger("").addHandler(FAULTS);
    }

    @AfterAll
    static void stop() {
        Logger.getLogger("").removeHandler(FAULTS);
        gateway.close();
    }

    @FuzzTest
    void send(byte[] input) throws IOException {
        String answers =
                exchange(new String(input, ISO_8859_1).replace(":0\r\n", ":" + PORT + "\r\n"));

        assertAnswered(answers);
        assertThat(FAULTS.seen).isEmpty();
        String good =
                exchange(
                        "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: localhost:"
                                + PORT
                                + "\r\n\r\n");
        assertThat(good).startsWith("HTTP/1.1 200 ").contains("\"issuer\"");
    }

    /** Every answer, also those to requests that came one behind the other. */
    private static void assertAnswered(String answers) {
        assertThat(answers.isEmpty() || ANSWER.matcher(answers).lookingAt()).isTrue();
        for (Matcher answer = ANSWER.matcher(answers); answer.find(); ) {
            int status = Integer.parseInt(answer.group(1));
            // 505 is about the sender, too.
            assertThat(status == 505 ? 400 : status).isBetween(100, 499);
            if (status >= 200) {
                int end = answers.indexOf("\r\n\r\n", answer.start());
                String head = answers.substring(answer.start(), end + 2);
                assertThat(head).containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n");
            }
        }
    }

    private static String exchange(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", PORT)) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (SocketException closed) {
                // In the middle of what was sent.
                return "";
            }
        }
    }

    /** What the gateway says of faults of its own. */
    private static final class Faults extends Handler {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() != null || line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                seen.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
