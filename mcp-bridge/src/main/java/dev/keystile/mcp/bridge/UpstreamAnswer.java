package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

/** An upstream's answer. Closing it before the body was read to its end closes the connection. */
final class UpstreamAnswer implements AutoCloseable {
    private final AnswerHead head;
    private final AnswerFraming framing;
    private final UpstreamConnection connection;
    private final UpstreamPool pool;
    private InputStream body;
    private boolean over;
    private UpstreamTraces.Following following = UpstreamTraces.Following.NONE;

    /** What came over the connection, which goes back to the pool after it. */
    UpstreamAnswer(
            AnswerHead head,
            AnswerFraming framing,
            UpstreamConnection connection,
            UpstreamPool pool) {
        this.head = head;
        this.framing = framing;
        this.connection = connection;
        this.pool = pool;
        this.body = new UpstreamBody(wire(connection.in()), this::failed);
    }

    /** From now on somebody is told when it breaks, and when it is over. */
    void follow(UpstreamTraces.Following by) {
        following = by;
        if (over) {
            by.end();
        }
    }

    int status() {
        return head.status();
    }

    Headers headers() {
        return head.headers();
    }

    /** The first value of a field. */
    Optional<String> first(HeaderName name) {
        return head.headers().first(name);
    }

    /** The length of the body; -1 when the answer does not say. */
    long length() {
        return switch (framing) {
            case AnswerFraming.Nothing _ -> 0;
            case AnswerFraming.Sized(long bytes) -> bytes;
            case AnswerFraming.Chunked _, AnswerFraming.ToTheEnd _ -> -1;
        };
    }

    /**
     * Whether the body is an event stream: the media type alone tells, without case and parameters.
     */
    boolean isEventStream() {
        return mediaType().equals(EventStream.TYPE);
    }

    /** The media type in lower case without parameters; empty when there is none. */
    String mediaType() {
        return first(HeaderNames.CONTENT_TYPE).map(Text::mediaType).orElse("");
    }

    /** The body from its beginning on; for one reader. */
    InputStream body() {
        return body;
    }

    /** So many bytes of the body at most; {@link #body()} has them nevertheless. */
    byte[] beginning(int most) throws IOException {
        InputStream rest = body;
        byte[] read = rest.readNBytes(most);
        body = new SequenceInputStream(new ByteArrayInputStream(read), rest);
        return read;
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            connection.close();
            following.end();
        }
    }

    private InputStream wire(WireReader in) {
        return switch (framing) {
            case AnswerFraming.Nothing _ -> {
                giveBack();
                yield InputStream.nullInputStream();
            }
            case AnswerFraming.Sized(long bytes) -> new SizedBody(in, bytes, this::giveBack);
            case AnswerFraming.Chunked _ -> new ChunkedBody(in, this::giveBack);
            case AnswerFraming.ToTheEnd _ -> in;
        };
    }

    /** The body was read; a connection with more on it than was asked for is not used again. */
    private void giveBack() {
        boolean again = head.keepsConnection() && connection.sent() && !connection.hasMore();
        if (over || !again) {
            close();
            return;
        }
        over = true;
        pool.give(connection, head.mostIdle());
        following.end();
    }

    private void failed(UpstreamException why) {
        following.failed(FollowedSending.type(why));
    }
}
