package dev.keystile.app.http;

import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Set;

/** Who reads an answer, which decides between a page and JSON. */
enum Audience {
    /** A person with a browser. */
    PERSON,
    /** A program. */
    PROGRAM;

    private static final Set<String> PROGRAM_PATHS =
            Set.of(
                    "/oauth/register",
                    "/register",
                    "/oauth/token",
                    "/token",
                    "/oauth/revoke",
                    "/oauth/introspect",
                    "/mcp",
                    "/key/mcp");
    private static final List<String> BELOW =
            List.of("/mcp/", "/key/mcp/", "/oauth/register/", "/.well-known/");
    private static final Set<String> PERSON_PATHS =
            Set.of("/oauth/authorize", "/authorize", "/oauth/callback");

    /** Whoever the path is for; where it is for both or for nobody, {@code Accept} decides. */
    static Audience of(ServerRequest request) {
        return of(request.prologue().uriPath().rawPath(), request.headers());
    }

    /** The same, for a request that never reached a route. */
    static Audience of(String rawPath, ServerRequestHeaders headers) {
        if (isForPrograms(rawPath)) {
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

    private static boolean isForPrograms(String path) {
        return PROGRAM_PATHS.contains(path) || BELOW.stream().anyMatch(path::startsWith);
    }
}
