package dev.keystile.app.http;

import dev.keystile.oauth.api.Parameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

/** A form body ({@code application/x-www-form-urlencoded}), or the answer to give. */
sealed interface Form {
    /** The parameters of the body; those of the query are no part of it. */
    record Read(Parameters parameters) implements Form {}

    /**
     * No usable form.
     *
     * @param description public
     */
    record Unreadable(Status status, String description) implements Form {}

    /** Reads a request's form. */
    static Form read(ServerRequest request) {
        if (!ContentTypes.isSent(request.headers(), ContentTypes.FORM)) {
            return new Unreadable(
                    Status.BAD_REQUEST_400,
                    "Send the parameters as Content-Type: " + ContentTypes.FORM);
        }
        return switch (Body.read(request)) {
            case Body.Text(String text) -> parse(text);
            case Body.NotText() -> malformed();
            case Body.TooLarge() ->
                    new Unreadable(
                            Status.REQUEST_ENTITY_TOO_LARGE_413,
                            "The body is larger than " + Body.MAX_BYTES + " bytes");
        };
    }

    private static Form parse(String text) {
        return Parameters.parse(text).<Form>map(Read::new).orElseGet(Form::malformed);
    }

    private static Form malformed() {
        return new Unreadable(
                Status.BAD_REQUEST_400, "The form holds a malformed escape or is not UTF-8");
    }
}
