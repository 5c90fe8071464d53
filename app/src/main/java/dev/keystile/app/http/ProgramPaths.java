package dev.keystile.app.http;

import java.util.List;
import java.util.Set;

/**
 * The paths that programs call. Their answers are JSON whatever is accepted, and programs of any
 * origin may read them; every other path is a person's.
 */
final class ProgramPaths {
    private static final Set<String> PATHS =
            Set.of(
                    "/mcp",
                    "/key/mcp",
                    "/oauth/register",
                    "/register",
                    "/oauth/token",
                    "/token",
                    "/oauth/revoke",
                    "/oauth/introspect");
    private static final List<String> BELOW =
            List.of("/mcp/", "/key/mcp/", "/oauth/register/", "/.well-known/");

    private ProgramPaths() {}

    /** Whether a raw path is one of them. */
    static boolean have(String path) {
        return PATHS.contains(path) || BELOW.stream().anyMatch(path::startsWith);
    }
}
