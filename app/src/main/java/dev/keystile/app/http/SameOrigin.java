package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Set;

/** Tells a form post of our own pages from one that another site made. */
record SameOrigin(Issuer issuer) {
    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    /**
     * Whether the browser says that the post comes from this origin: by {@code Sec-Fetch-Site}, and
     * where that is absent by {@code Origin}. Neither header is a refusal.
     */
    boolean allows(ServerRequestHeaders headers) {
        return allows(headers, Set.of(issuer.value()));
    }

    /** The same of any of these origins. */
    static boolean allows(ServerRequestHeaders headers, Set<String> ours) {
        List<String> site = headers.values(SEC_FETCH_SITE);
        List<String> origin = headers.values(HeaderNames.ORIGIN);
        return site.isEmpty()
                ? origin.size() == 1 && ours.contains(origin.getFirst())
                : site.equals(List.of("same-origin"));
    }
}
