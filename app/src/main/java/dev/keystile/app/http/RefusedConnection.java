package dev.keystile.app.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection of which there are too many: told so whatever it wants, and closed. */
record RefusedConnection(DataWriter writer, StrictTransport transport) implements ServerConnection {
    private static final String BODY =
            "{\"error\":\"temporarily_unavailable\",\"error_description\":"
                    + "\"Your network has too many connections open; close some.\"}";

    private static final String ANSWER =
            "HTTP/1.1 503 Service Unavailable\r\n"
                    + "Content-Type: application/json\r\n"
                    + "Retry-After: 5\r\n"
                    + "Connection: close\r\n"
                    + "Content-Length: "
                    + BODY.length()
                    + "\r\n";

    @Override
    public void handle(Limit limit) {
        String answer = ANSWER + transport.line() + "\r\n" + BODY;
        writer.writeNow(BufferData.create(answer.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        // It closes itself.
    }
}
