package dev.keystile.app.http;

import dev.keystile.oauth.api.Secret;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bearer tokens at endpoints of the authorization server itself (RFC 6750). */
final class Bearer {
    private static final String SCHEME = "Bearer ";
    private static final Header ASKED = challenge("");
    private static final Header REFUSED = challenge(", error=\"invalid_token\"");

    private Bearer() {}

    /** The token; null when there is none, or more than one {@code Authorization} header. */
    static @Nullable Secret token(ServerRequest request) {
        List<String> headers = request.headers().values(HeaderNames.AUTHORIZATION);
        if (headers.size() != 1
                || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return Secret.of(headers.getFirst().substring(SCHEME.length()).strip());
    }

    /** 401; an error is named only to those who sent a token (section 3.1). */
    static void refuse(Reply reply, boolean sent) {
        reply.with(sent ? REFUSED : ASKED)
                .error(
                        Status.UNAUTHORIZED_401,
                        "invalid_token",
                        "Send the token that belongs here as Authorization: Bearer");
    }

    private static Header challenge(String error) {
        return HeaderValues.create(
                HeaderNames.WWW_AUTHENTICATE, SCHEME + "realm=\"keystile\"" + error);
    }
}
