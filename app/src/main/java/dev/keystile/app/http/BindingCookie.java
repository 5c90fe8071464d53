package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.SetCookie;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that binds a consent page to the browser it was shown to; it ends with the browser's
 * session. Under https its name has the prefix that keeps sister hosts from setting it. On http
 * loopback the name carries the port, since cookies are shared by all ports, and there is no {@code
 * Secure}, which some browsers refuse there.
 */
record BindingCookie(String name, boolean secure) {
    /** The cookie of a gateway. */
    static BindingCookie of(Issuer issuer) {
        return issuer.https()
                ? new BindingCookie("__Host-keystile", true)
                : new BindingCookie("keystile-" + issuer.port(), false);
    }

    /** The value that the browser sent; null when it has none. */
    @Nullable Secret read(ServerRequestHeaders headers) {
        return headers.cookies()
                .first(name)
                .filter(value -> !value.isEmpty())
                .map(Secret::of)
                .orElse(null);
    }

    /**
     * Sets the value, unless the browser has it already: a page loaded twice stays valid in both
     * tabs.
     */
    void write(Reply reply, Secret value) {
        Secret sent = read(reply.request().headers());
        if (sent == null || !sent.equals(value)) {
            set(reply, value);
        }
    }

    private void set(Reply reply, Secret value) {
        SetCookie cookie =
                SetCookie.builder(name, value.reveal())
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite(SetCookie.SameSite.LAX)
                        .build();
        reply.with(HeaderValues.create(HeaderNames.SET_COOKIE, cookie.text()));
    }
}
