package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.SetCookie;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cookie of the gateway's own: the one that binds a consent page to the browser it was shown to,
 * or the one that holds the session of the account page. It ends with the browser's session. Under
 * https its name has the prefix that keeps sister hosts from setting it. On http loopback the name
 * carries the port, since cookies are shared by all ports, and there is no {@code Secure}, which
 * some browsers refuse there.
 */
record BindingCookie(String name, boolean secure) {
    /** The cookie of consent. */
    static BindingCookie of(Issuer issuer) {
        return named("keystile", issuer);
    }

    /** The cookie of the account page. */
    static BindingCookie account(Issuer issuer) {
        return named("keystile-account", issuer);
    }

    /** The cookie of the administration, at a port of this machine or behind a proxy. */
    static BindingCookie admin(boolean secure, int port) {
        return secure
                ? new BindingCookie("__Host-keystile-admin", true)
                : new BindingCookie("keystile-admin-" + port, false);
    }

    private static BindingCookie named(String name, Issuer issuer) {
        return issuer.https()
                ? new BindingCookie("__Host-" + name, true)
                : new BindingCookie(name + "-" + issuer.port(), false);
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
            set(reply, cookie(value.reveal()));
        }
    }

    /** Takes the value from the browser. */
    void clear(Reply reply) {
        set(reply, cookie("").expires(Instant.EPOCH));
    }

    private SetCookie.Builder cookie(String value) {
        return SetCookie.builder(name, value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.LAX);
    }

    private static void set(Reply reply, SetCookie.Builder cookie) {
        reply.with(HeaderValues.create(HeaderNames.SET_COOKIE, cookie.build().text()));
    }
}
