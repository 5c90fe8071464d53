package dev.keystile.mcp.bridge;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event stream with the lists of tools in it filtered. Every event goes on as soon as it is
 * whole, and to the byte as it came unless it holds such a list.
 */
final class EventFilter extends EventSplitter {
    private static final Logger LOGGER = System.getLogger(EventFilter.class.getName());
    private static final byte[] NOTHING = {};

    private final OutputStream client;
    private final ToolFilter filter;
    private final Call call;
    private final Supplier<byte[]> failure;
    private final int longest;
    private boolean failed;

    /**
     * A filter before a client's stream.
     *
     * @param longest most bytes of an event that can be filtered
     * @param failure the event that says that one was longer; may be empty
     */
    EventFilter(
            OutputStream client,
            ToolFilter filter,
            Call call,
            int longest,
            Supplier<byte[]> failure) {
        super(longest);
        this.client = client;
        this.filter = filter;
        this.call = call;
        this.failure = failure;
        this.longest = longest;
    }

    @Override
    public void flush() throws IOException {
        client.flush();
    }

    @Override
    public void close() throws IOException {
        if (!failed) {
            end();
        }
        client.close();
    }

    @Override
    void event(byte[] raw) throws IOException {
        ServerEvent event = new ServerEvent(raw);
        byte[] data = event.data();
        if (data.length == 0) {
            client.write(raw);
            return;
        }
        Optional<JsonValue> message = StrictJson.read(data);
        if (message.isEmpty()) {
            unreadable(event);
            return;
        }
        client.write(
                filter.apply(message.get()).map(EventFilter::bytes).map(event::with).orElse(raw));
    }

    /** An event that cannot be judged goes on only where nothing depends on it. */
    @Override
    void piece(byte[] raw) throws IOException {
        if (!filter.policy().restricts()) {
            client.write(raw);
            return;
        }
        failed = true;
        client.write(failure.get());
        throw new UpstreamException(502, "\"event longer than " + longest + " bytes\"");
    }

    private void unreadable(ServerEvent event) throws IOException {
        if (!filter.policy().restricts()) {
            client.write(event.raw());
            return;
        }
        LOGGER.log(Level.WARNING, () -> "mcp.event-unreadable " + call.name());
        client.write(event.with(NOTHING));
    }

    private static byte[] bytes(JsonValue message) {
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }
}
