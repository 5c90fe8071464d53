package dev.keystile.app.pages;

import java.util.Map;

/** The response headers of every page, error pages included. */
public final class PageHeaders {
    /**
     * Names and values. The policy has no {@code form-action}: browsers apply it to the whole chain
     * of redirects after a post, so it would stop the way back to the client. The referrer stays
     * within the origin, and is not suppressed, because browsers then post {@code Origin: null}.
     */
    public static final Map<String, String> ALL =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store",
                    "X-Content-Type-Options",
                    "nosniff");

    private PageHeaders() {}
}
