package dev.keystile.app.flow;

import java.util.List;
import java.util.Map;

/** The tokens of the two operators that a gateway of a test may have. */
public final class Operators {
    public static final String ADMIN = "an-admin-token-of-this-test-32-characters";
    public static final String VIEWER = "a-viewer-token-of-this-test-32-characters";

    private Operators() {}

    /** The paths of all pages of the administration, below its own. */
    public static List<String> pages() {
        return List.of(
                "",
                "/doctor",
                "/analytics",
                "/clients",
                "/grants",
                "/accounts",
                "/connectors",
                "/limits",
                "/logs",
                "/audit");
    }

    /** The environment of a gateway that has both. */
    public static Map<String, String> both() {
        return Map.of("ADMIN_TOKEN", ADMIN, "VIEWER_TOKEN", VIEWER);
    }

    /** The line of a header that shows a token. */
    public static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
