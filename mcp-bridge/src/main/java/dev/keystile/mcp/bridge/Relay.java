package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Hands an upstream's answer on to the client, as it comes. */
final class Relay {
    private static final Logger LOGGER = System.getLogger(Relay.class.getName());

    /** Answers up to this size go out in one piece with their length. */
    private static final int WHOLE = 64 << 10;

    private static final byte[] EMPTY = {};

    private final UpstreamAnswer answer;
    private final McpResponse response;
    private final Call call;

    private Relay(UpstreamAnswer answer, McpResponse response, Call call) {
        this.answer = answer;
        this.response = response;
        this.call = call;
    }

    /**
     * Sends status, allowed fields and body. The call is named in the log.
     *
     * @throws UpstreamException when the upstream failed before anything was sent
     * @throws IOException when the client is gone, or the upstream failed later
     */
    static void pass(Call call, UpstreamAnswer answer, McpResponse response) throws IOException {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            // A redirect is not followed: it would carry the API key to wherever it points.
            throw new UpstreamException(502, "status " + status);
        }
        if (status == 403 || status == 429 || status >= 500) {
            LOGGER.log(
                    Level.WARNING, () -> "mcp.upstream-error " + call.name() + " status=" + status);
        }
        new Relay(answer, response, call).send(call.request().method().equals("HEAD"));
    }

    private void send(boolean head) throws IOException {
        int status = answer.status();
        Map<String, String> headers = HeaderPolicy.toClient(answer.headers());
        if (head || status == 204) {
            response.send(status, headers, EMPTY);
        } else if (answer.isEventStream()) {
            headers.putAll(EventStream.HEADERS);
            passEvents(response.stream(status, headers, -1));
        } else {
            passBody(status, headers);
        }
    }

    /** An event stream that breaks off ends like any other: its client opens the next one. */
    private void passEvents(OutputStream out) throws IOException {
        try {
            copyEvents(answer.body(), answer.length(), out);
        } catch (UpstreamException broken) {
            LOGGER.log(
                    Level.INFO,
                    () -> "mcp.stream-broken " + call.name() + " reason=" + broken.getMessage());
        }
        out.close();
    }

    private void passBody(int status, Map<String, String> headers) throws IOException {
        long length = answer.length();
        InputStream body = answer.body();
        int expected = (int) (length < 0 ? WHOLE : Math.min(length, WHOLE));
        // One byte more than expected: only a reading that meets the end gives the connection back
        // to the pool.
        byte[] first = body.readNBytes(expected + 1);
        if (first.length <= expected) {
            response.send(status, headers, first);
            return;
        }
        try {
            OutputStream out = response.stream(status, headers, length);
            out.write(first);
            body.transferTo(out);
            out.close();
        } catch (UpstreamException broken) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "mcp.answer-broken " + call.name() + " reason=" + broken.getMessage());
            throw new IOException("the upstream broke off", broken);
        }
    }

    /**
     * Nothing waits here for what comes after it, and what has come together goes on together: an
     * answer of one event in one piece, head and end included.
     *
     * @param length -1 when it is not known
     */
    private static void copyEvents(InputStream in, long length, OutputStream out)
            throws IOException {
        byte[] buffer = PieceBuffer.first();
        long left = length;
        int n = 0;
        while (n >= 0) {
            if (left != 0 && in.available() == 0) {
                out.flush();
            }
            n = in.read(buffer);
            if (n > 0) {
                out.write(buffer, 0, n);
                left -= n;
            }
            if (n == buffer.length) {
                buffer = PieceBuffer.after(buffer);
            }
        }
    }
}
