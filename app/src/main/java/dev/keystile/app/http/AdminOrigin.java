package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From where the administration may be asked: from this machine by a name of loopback at whatever
 * port, since a tunnel has one of its own, and by the URL of a proxy, if there is one. A page that
 * rebinds its own name to this address gives itself away by {@code Host}.
 *
 * @param base of the proxy; null for none
 */
record AdminOrigin(@Nullable Issuer base) {
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    /** Whether it may be asked so. */
    boolean admits(ServerRequest request) {
        String host = host(request.headers());
        return host.equals(base == null ? "" : base.authority())
                ? !host.isEmpty()
                : LOOPBACK.matcher(host).matches() && fromHere(request);
    }

    /** Whether it comes from a page of ours, as the browser says. */
    boolean sameOrigin(ServerRequestHeaders headers) {
        String host = host(headers);
        return SameOrigin.allows(headers, Set.of("http://" + host, "https://" + host));
    }

    /** Whether the proxy speaks TLS for it. */
    boolean secure(ServerRequestHeaders headers) {
        return base != null && host(headers).equals(base.authority());
    }

    private static boolean fromHere(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    private static String host(ServerRequestHeaders headers) {
        List<String> hosts = headers.values(HeaderNames.HOST);
        return hosts.size() == 1 ? hosts.getFirst().toLowerCase(Locale.ROOT) : "";
    }
}
