package dev.keystile.app.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/** The text of a JSON body, or the answer to give. */
sealed interface JsonBody {
    /** The text, unread. */
    record Read(String text) implements JsonBody {}

    /**
     * No usable body.
     *
     * @param description public
     */
    record Unreadable(Status status, String description) implements JsonBody {}

    /** Reads a request's body. */
    static JsonBody read(ServerRequest request) {
        if (!ContentTypes.isSent(request.headers(), ContentTypes.JSON)) {
            return new Unreadable(
                    Status.BAD_REQUEST_400,
                    "Send the client metadata as Content-Type: " + ContentTypes.JSON);
        }
        return switch (Body.read(request)) {
            case Body.Text(String text) -> new Read(text);
            case Body.NotText() -> new Unreadable(Status.BAD_REQUEST_400, "The body is not UTF-8");
            case Body.TooLarge() ->
                    new Unreadable(
                            Status.REQUEST_ENTITY_TOO_LARGE_413,
                            "The body is larger than " + Body.MAX_BYTES + " bytes");
        };
    }
}
