package dev.keystile.app.http;

import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.Set;

/** Who reads an answer, which decides between a page and JSON. */
enum Audience {
    /** A person with a browser. */
    PERSON,
    /** A program. */
    PROGRAM;

    private static final Set<String> PERSON_PATHS =
            Set.of(
                    "/oauth/authorize",
                    "/authorize",
                    "/oauth/callback",
                    "/oauth/identity",
                    "/account");

    /** Whoever the path is for; where it is for both or for nobody, {@code Accept} decides. */
    static Audience of(ServerRequest request) {
        return of(request.prologue().uriPath().rawPath(), request.headers());
    }

    /** The same, for a request that never reached a route. */
    static Audience of(String rawPath, ServerRequestHeaders headers) {
        if (ProgramPaths.have(rawPath)) {
            return PROGRAM;
        }
        if (ContentTypes.isAccepted(headers, ContentTypes.HTML)) {
            return PERSON;
        }
        boolean page =
                PERSON_PATHS.contains(rawPath)
                        && !ContentTypes.isAccepted(headers, ContentTypes.JSON);
        return page ? PERSON : PROGRAM;
    }
}
