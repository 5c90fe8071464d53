package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Event.Outcome;
import dev.keystile.oauth.api.spi.Observer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call, watched on its way: once the call is over, the observer hears what came of
 * it. Every byte passes as it is.
 */
final class CallWatch implements McpResponse {
    /** What an upstream need not offer: a stream of its own, and the end of a session. */
    private static final Set<String> OPTIONAL = Set.of("GET", "DELETE");

    private final Call call;
    private final CallSubject subject;
    private final McpResponse client;
    private final long began = System.nanoTime();
    private @Nullable AnswerGlance glance;
    private int status;
    private boolean streamed;
    private boolean admitted;

    private CallWatch(Call call, byte[] body, McpResponse client) {
        this.call = call;
        this.subject = CallSubject.of(call.request(), body);
        this.client = client;
    }

    /** Answers a call. */
    @FunctionalInterface
    interface Exchange {
        /** {@code admitted}: to be told when it is not too many, and goes on. */
        void answer(McpResponse response, Runnable admitted) throws IOException;
    }

    /** Has a call answered, and tells the observer, if there is one, when that is over. */
    static void over(
            Call call, byte[] body, McpResponse client, Observer observer, Exchange exchange)
            throws IOException {
        if (observer.equals(Observer.NONE)) {
            exchange.answer(client, () -> {});
            return;
        }
        var watch = new CallWatch(call, body, client);
        Outcome broken = Outcome.SERVER_ERROR;
        try {
            exchange.answer(watch, () -> watch.admitted = true);
            broken = null;
        } catch (IOException e) {
            broken = e.getCause() instanceof UpstreamException ? broken : Outcome.ABANDONED;
            throw e;
        } finally {
            observer.note(watch.event(broken == null ? watch.outcome() : broken));
        }
    }

    @Override
    public void send(int with, Map<String, String> headers, byte[] body) throws IOException {
        begin(with, headers);
        see(body, 0, body.length);
        client.send(with, headers, body);
    }

    @Override
    public OutputStream stream(int with, Map<String, String> headers, long length)
            throws IOException {
        begin(with, headers);
        return new Seen(client.stream(with, headers, length));
    }

    @Override
    public void whenGone(Runnable told) {
        client.whenGone(told);
    }

    private void begin(int with, Map<String, String> headers) {
        status = with;
        String type = Text.mediaType(headers.getOrDefault("Content-Type", ""));
        streamed = type.equals(EventStream.TYPE);
        boolean readable =
                with == 200
                        && !subject.method().isEmpty()
                        && !headers.containsKey("Content-Encoding")
                        && (streamed || type.equals("application/json"));
        glance = readable ? new AnswerGlance(streamed) : null;
    }

    private void see(byte[] bytes, int offset, int length) {
        if (glance != null) {
            glance.see(bytes, offset, length);
        }
    }

    private Outcome outcome() {
        if (status == 429 && !admitted) {
            return Outcome.LIMITED;
        }
        if (status == 504) {
            return Outcome.TIMEOUT;
        }
        if (status >= 500) {
            return Outcome.SERVER_ERROR;
        }
        if (status >= 400 && !isNotOffered()) {
            return Outcome.CLIENT_ERROR;
        }
        return glance == null ? Outcome.OK : glance.outcome();
    }

    /** Whether all is well and the upstream just does without what was asked of it. */
    private boolean isNotOffered() {
        return status == 405 && OPTIONAL.contains(call.request().method());
    }

    private Event event(Outcome outcome) {
        return new Event.Called(
                call.connector().id(),
                call.request().resource().uri(),
                caller(),
                subject.method(),
                subject.tool(),
                outcome,
                status,
                Duration.ofNanos(System.nanoTime() - began),
                !call.request().headers().values(McpHeaders.SESSION_ID.lowerCase()).isEmpty(),
                streamed);
    }

    private Event.@Nullable Caller caller() {
        return switch (call) {
            case Call.Granted(_, _, Access access) ->
                    new Event.Caller(access.client(), access.account(), access.grant());
            case Call.WithKey _ -> null;
        };
    }

    /** A body that is seen once it has gone to the client. */
    private final class Seen extends PieceOutputStream {
        private final OutputStream out;

        Seen(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            see(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
