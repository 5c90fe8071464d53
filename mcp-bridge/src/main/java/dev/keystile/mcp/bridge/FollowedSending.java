package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ConnectorId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one connector's upstream, and tells those who follow them what comes of them.
 */
record FollowedSending(UpstreamTraces traces, ConnectorId connector) {
    private static final HeaderName PARENT = HeaderNames.createFromLowercase(TraceContext.PARENT);
    private static final HeaderName STATE = HeaderNames.createFromLowercase(TraceContext.STATE);
    private static final HeaderName BAGGAGE = HeaderNames.createFromLowercase(TraceContext.BAGGAGE);

    /** Anything else quotes what came, or is a sentence. */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z]+");

    /** Sends a request and reads the head of the answer. */
    @FunctionalInterface
    interface Sending {
        UpstreamAnswer send(byte[] body) throws IOException;
    }

    UpstreamAnswer send(UpstreamRequest request, byte[] body, Sending sending) throws IOException {
        if (traces.equals(UpstreamTraces.NONE)) {
            return sending.send(body);
        }
        UpstreamTraces.Following following = traces.begin(sent(request));
        TraceContext told = following.told();
        if (told != null) {
            tell(told, request.headers());
        }
        if (!following.isRecorded()) {
            return sending.send(body);
        }
        following.carries(CallSubject.in(body).method());
        return followed(told == null ? body : MetaContext.written(told, body), sending, following);
    }

    private UpstreamTraces.Sent sent(UpstreamRequest request) {
        Origin to = request.at().origin();
        return new UpstreamTraces.Sent(
                connector.value(), request.method().text(), to.secure(), to.host(), to.port());
    }

    private static UpstreamAnswer followed(
            byte[] body, Sending sending, UpstreamTraces.Following following) throws IOException {
        try {
            UpstreamAnswer answer = sending.send(body);
            following.answered(answer.status());
            answer.follow(following);
            return answer;
        } catch (IOException | RuntimeException failed) {
            following.failed(type(failed));
            following.end();
            throw failed;
        }
    }

    /** What failed, in one word that is ours or Java's. */
    static String type(Exception failed) {
        @Nullable String known =
                failed instanceof UpstreamException
                        ? failed.getMessage()
                        : failed.getClass().getSimpleName();
        return known != null && TYPE.matcher(known).matches() ? known : "_OTHER";
    }

    private static void tell(TraceContext told, WritableHeaders<?> headers) {
        headers.set(HeaderValues.create(PARENT, told.parent()));
        if (told.state().isEmpty()) {
            headers.remove(STATE);
        } else {
            headers.set(HeaderValues.create(STATE, told.state()));
        }
        if (!told.baggage().isEmpty() && !headers.contains(BAGGAGE)) {
            headers.set(HeaderValues.create(BAGGAGE, told.baggage()));
        }
    }
}
