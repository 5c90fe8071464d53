package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The answer to a request of the gateway's own that goes the way of a client's. */
final class CapturedAnswer implements McpResponse {
    private final String id;
    private final int longest;
    private int status;
    private Map<String, String> headers = Map.of();
    private byte[] body = {};

    /**
     * An answer of which nothing is known yet.
     *
     * @param id of the request
     * @param longest most bytes that are read
     */
    CapturedAnswer(String id, int longest) {
        this.id = id;
        this.longest = longest;
    }

    /** Nothing more of the answer is needed. */
    static final class EnoughException extends IOException {
        @Serial private static final long serialVersionUID = 1L;
    }

    @Override
    public void send(int with, Map<String, String> fields, byte[] whole) throws IOException {
        try (OutputStream out = stream(with, fields, whole.length)) {
            out.write(whole);
        }
    }

    @Override
    public OutputStream stream(int with, Map<String, String> fields, long length) {
        status = with;
        headers = fields;
        boolean events = Text.mediaType(type()).equals(EventStream.TYPE);
        return events ? new Events() : new Whole();
    }

    /** The result of the request; empty when the answer holds none. */
    Optional<JsonObject> result() {
        return message()
                .filter(message -> status == 200 && message.get("result") instanceof JsonObject)
                .map(message -> message.getJsonObject("result"));
    }

    /** JSON-RPC's code of an error; 0 when the answer is none. */
    int errorCode() {
        return message()
                .map(message -> Json.member(message, "error"))
                .map(error -> error.getInt("code", 0))
                .orElse(0);
    }

    /** This answer as the one to another request; empty when there is nothing in it to be told. */
    Optional<Reply> replyTo(byte[] request) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : new String[] {"Content-Type", "Retry-After", "WWW-Authenticate"}) {
            if (headers.containsKey(name)) {
                kept.put(name, headers.get(name));
            }
        }
        Optional<JsonObject> error =
                message().filter(message -> message.get("error") instanceof JsonObject);
        if (error.isPresent()) {
            kept.put("Content-Type", McpHeaders.JSON.get());
            return Optional.of(
                    new Reply(
                            status,
                            kept,
                            RpcMessage.failure(
                                            RpcMessage.requestId(request),
                                            error.get().getJsonObject("error"))
                                    .toString()));
        }
        return status < 400
                ? Optional.empty()
                : Optional.of(new Reply(status, kept, new String(body, StandardCharsets.UTF_8)));
    }

    private Optional<JsonObject> message() {
        return StrictJson.read(body)
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject);
    }

    private String type() {
        return headers.getOrDefault("Content-Type", "");
    }

    private void take(byte[] whole) {
        body = whole;
    }

    /** A body that is no event stream. */
    private final class Whole extends ByteArrayOutputStream {
        @Override
        public void close() throws IOException {
            take(toByteArray());
            super.close();
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            // Of one that is too long so much is kept that it cannot be read.
            super.write(bytes, offset, Math.min(length, longest - size()));
        }
    }

    /** An event stream, of which one event is the answer. */
    private final class Events extends EventSplitter {
        Events() {
            super(longest);
        }

        @Override
        void event(byte[] raw) throws IOException {
            byte[] data = new ServerEvent(raw).data();
            boolean answers =
                    StrictJson.read(data)
                            .filter(JsonObject.class::isInstance)
                            .map(JsonValue::asJsonObject)
                            .filter(message -> !message.containsKey("method"))
                            .map(message -> message.get("id"))
                            .filter(JsonString.class::isInstance)
                            .filter(answered -> ((JsonString) answered).getString().equals(id))
                            .isPresent();
            if (answers) {
                take(data);
                throw new EnoughException();
            }
        }

        @Override
        void piece(byte[] raw) throws IOException {
            throw new EnoughException();
        }
    }
}
