package dev.keystile.mcp.bridge;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one call on its way to the client. While nothing comes from the upstream it keeps
 * an event stream awake, and after a while begins one for a client that would else give up; what
 * the upstream answers then comes as an event.
 */
final class LiveAnswer implements McpResponse {
    private static final Logger LOGGER = System.getLogger(LiveAnswer.class.getName());

    private final Call call;
    private final byte[] request;
    private final McpResponse client;
    private final StreamSettings settings;
    private final Passed time;
    private final long began;
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile boolean decided;

    // Of the call's own thread alone.
    private boolean begun;

    private volatile @Nullable EventStream events;

    /**
     * An answer of which nothing is known yet.
     *
     * @param request the body of the request
     */
    LiveAnswer(
            Call call, byte[] request, McpResponse client, StreamSettings settings, Passed time) {
        this.call = call;
        this.request = request;
        this.client = client;
        this.settings = settings;
        this.time = time;
        this.began = time.millis();
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        EventStream early = decide();
        if (early == null) {
            begun = true;
            client.send(status, headers, body);
            return;
        }
        try (OutputStream late = late(early, status, headers)) {
            late.write(body);
        }
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        EventStream early = decide();
        if (early != null) {
            return late(early, status, headers);
        }
        begun = true;
        if (!isEventStream(headers)) {
            return new ClientBody(client.stream(status, headers, length));
        }
        EventStream open = EventStream.open(client, status, headers, time);
        events = open;
        return open;
    }

    @Override
    public void whenGone(Runnable told) {
        client.whenGone(told);
    }

    /** Whether an event stream has begun. */
    boolean isStream() {
        return events != null;
    }

    /** Ends the stream: the client sees it end. */
    void cut() throws IOException {
        EventStream open = events;
        if (open != null) {
            open.cut();
        }
    }

    /**
     * Ends the call that its client takes back, and waits for no more.
     *
     * @throws IOException also when a body has begun that cannot be ended well
     */
    void cancel() throws IOException {
        if (decide() != null) {
            cut();
        } else if (begun) {
            throw new IOException("cancelled in the middle of the answer");
        } else {
            Reply.rpcError(200, RpcMessage.INTERNAL_ERROR, "The request was cancelled.", request)
                    .sendTo(client, call.request().method());
        }
    }

    /** Whether {@link #wake} has something to do now. */
    boolean isDue() {
        EventStream open = events;
        return open == null
                ? !decided && time.millis() - began >= settings.earlyStream().toMillis()
                : open.isQuiet(settings.keepAlive());
    }

    /**
     * Sends the client something if it is time; may block.
     *
     * @throws IOException when the client is gone
     */
    void wake() throws IOException {
        EventStream open = events;
        if (open != null) {
            open.keepAlive(settings.keepAlive());
        } else if (isDue()) {
            beginEarly();
        }
    }

    /** From here on the upstream's answer is known; the stream that began before, if one did. */
    private @Nullable EventStream decide() {
        deciding.lock();
        try {
            decided = true;
            return events;
        } finally {
            deciding.unlock();
        }
    }

    private void beginEarly() throws IOException {
        if (!deciding.tryLock()) {
            // Another beat's thread waits for the client already, or the answer is there.
            return;
        }
        try {
            if (!decided && mayBeginEarly()) {
                Map<String, String> headers = new LinkedHashMap<>(EventStream.HEADERS);
                headers.put("Content-Type", EventStream.TYPE);
                EventStream early = EventStream.open(client, 200, headers, time);
                early.flush();
                events = early;
                LOGGER.log(Level.DEBUG, () -> "mcp.stream-early " + call.name());
            }
            decided = true;
        } finally {
            deciding.unlock();
        }
    }

    /**
     * Notifications have no answer that could come as an event, batches have several, and the
     * answer to initialize may carry its session in a header.
     */
    private boolean mayBeginEarly() {
        return call.request().method().equals("POST")
                && accepts(call.request().headers().values("accept"))
                && !RpcMessage.requestId(request).equals(JsonValue.NULL)
                && !MessageGlance.at(request).method().equals("initialize");
    }

    /** Whether a client takes event streams, by its {@code Accept} fields. */
    static boolean accepts(List<String> accept) {
        return accept.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .anyMatch(LiveAnswer::isEventStream);
    }

    private OutputStream late(EventStream early, int status, Map<String, String> headers) {
        boolean plain = status == 200 && !headers.containsKey("Content-Encoding");
        String type = headers.getOrDefault("Content-Type", "");
        if (plain && isEventStream(type)) {
            return early;
        }
        return plain && Text.mediaType(type).equals("application/json")
                ? new JsonEvent(early)
                : new LateError(early, status, RpcMessage.requestId(request));
    }

    private static boolean isEventStream(Map<String, String> headers) {
        return isEventStream(headers.getOrDefault("Content-Type", ""));
    }

    private static boolean isEventStream(String type) {
        return Text.mediaType(type).equals(EventStream.TYPE);
    }
}
