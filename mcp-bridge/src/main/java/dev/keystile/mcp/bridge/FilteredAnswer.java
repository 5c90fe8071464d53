package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderNames;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that may hold lists of tools, on its way to a client that may not see all of them. */
final class FilteredAnswer implements McpResponse {
    private static final Logger LOGGER = System.getLogger(FilteredAnswer.class.getName());
    private static final String TYPE = HeaderNames.CONTENT_TYPE.defaultCase();
    private static final String ENCODING = HeaderNames.CONTENT_ENCODING.defaultCase();
    private static final byte[] NOTHING = {};

    private final Call call;
    private final byte[] request;
    private final ToolFilter filter;
    private final int longest;
    private final McpResponse client;

    /**
     * An answer of which nothing is known yet.
     *
     * @param request the body of the request
     * @param longest most bytes of one message that can be filtered
     */
    FilteredAnswer(Call call, byte[] request, ToolFilter filter, int longest, McpResponse client) {
        this.call = call;
        this.request = request;
        this.filter = filter;
        this.longest = longest;
        this.client = client;
    }

    /** Status, fields, and the length that was announced. */
    record Head(int status, Map<String, String> headers, long length) {
        boolean holdsMessages() {
            return status >= 200 && status < 300;
        }

        boolean isEventStream() {
            return Text.mediaType(headers.getOrDefault(TYPE, "")).equals(EventStream.TYPE);
        }

        boolean isEncoded() {
            return !headers.getOrDefault(ENCODING, "identity").equalsIgnoreCase("identity");
        }

        /** The same for another body. */
        Map<String, String> headersOfJson() {
            Map<String, String> plain = new LinkedHashMap<>(headers);
            plain.put(TYPE, McpHeaders.JSON.get());
            return plain;
        }
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        Head head = new Head(status, headers, body.length);
        if (!head.holdsMessages() || body.length == 0) {
            client.send(status, headers, body);
            return;
        }
        try (OutputStream filtered = stream(status, headers, body.length)) {
            filtered.write(body);
        }
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        Head head = new Head(status, headers, length);
        if (!head.holdsMessages() || (head.isEncoded() && !mustFilter())) {
            return client.stream(status, headers, length);
        }
        return head.isEventStream() && !head.isEncoded()
                ? new EventFilter(
                        client.stream(status, headers, -1), filter, call, longest, this::failure)
                : new HeldAnswer(this, head, longest);
    }

    @Override
    public void whenGone(Runnable told) {
        client.whenGone(told);
    }

    /** Whether nothing may pass that was not filtered. */
    boolean mustFilter() {
        return filter.policy().restricts();
    }

    /** Sends what was held. */
    void send(Head head, byte[] body, Optional<JsonValue> message) throws IOException {
        if ((message.isEmpty() || head.isEncoded()) && mustFilter()) {
            refuse("\"unreadable list of tools\"");
            return;
        }
        Optional<JsonValue> filtered = message.flatMap(filter::apply);
        if (filtered.isEmpty()) {
            client.send(head.status(), head.headers(), body);
        } else {
            byte[] left = filtered.get().toString().getBytes(StandardCharsets.UTF_8);
            client.send(head.status(), head.headersOfJson(), left);
        }
    }

    /** The client's own stream, for what is too long to be held. */
    OutputStream unfiltered(Head head) throws IOException {
        return client.stream(head.status(), head.headers(), head.length());
    }

    /** Answers that the upstream's answer cannot be passed on. */
    void refuse(String reason) throws IOException {
        LOGGER.log(
                Level.WARNING, () -> "mcp.tools-unfiltered " + call.name() + " reason=" + reason);
        unusable().sendTo(client, call.request().method());
    }

    private Reply unusable() {
        return Reply.fault(
                call.request(),
                502,
                "The MCP server behind this gateway gave a list of tools that cannot be read.",
                request);
    }

    /** What ends an event stream in which an event was too long; a GET has no request to answer. */
    private byte[] failure() {
        return call.request().method().equals("POST")
                ? ("event: message\ndata: " + unusable().json() + "\n\n")
                        .getBytes(StandardCharsets.UTF_8)
                : NOTHING;
    }
}
