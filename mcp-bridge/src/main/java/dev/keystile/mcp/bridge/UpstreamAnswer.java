package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An upstream's answer. Closing it before the body was read to its end closes the connection. */
final class UpstreamAnswer implements AutoCloseable {
    private final Http1ClientResponse response;
    private @Nullable InputStream body;

    UpstreamAnswer(Http1ClientResponse response) {
        this.response = response;
    }

    int status() {
        return response.status().code();
    }

    Headers headers() {
        return response.headers();
    }

    /** The first value of a field. */
    Optional<String> first(HeaderName name) {
        return response.headers().first(name);
    }

    /** The length of the body; -1 when the answer does not say. */
    long length() {
        return response.headers().contentLength().orElse(-1);
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
        if (body == null) {
            body =
                    new UpstreamBody(
                            response.inputStream(),
                            UpstreamClient.endsWithConnection(response.headers()));
        }
        return body;
    }

    /** So many bytes of the body at most; {@link #body()} has them nevertheless. */
    byte[] beginning(int most) throws IOException {
        InputStream rest = body();
        byte[] read = rest.readNBytes(most);
        body = new SequenceInputStream(new ByteArrayInputStream(read), rest);
        return read;
    }

    @Override
    public void close() {
        response.close();
    }
}
