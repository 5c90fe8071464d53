package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses requests whose {@code Host} is another server's, before anything else is looked at: a
 * page that rebinds its own name to this address gives itself away by it. Right are the base URL's
 * authority and, when that is loopback, the other names of loopback with the same port. A proxy in
 * front has to pass {@code Host} on.
 */
final class HostCheck implements Filter {
    private final Issuer issuer;
    private final Set<String> hosts;

    HostCheck(Issuer issuer) {
        this.issuer = issuer;
        this.hosts = hosts(issuer);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (isOurs(request.headers())) {
            chain.proceed();
        } else {
            new Reply(request, response)
                    .error(
                            Status.FORBIDDEN_403,
                            "invalid_request",
                            "This server answers at "
                                    + issuer
                                    + " only; the Host header names another");
        }
    }

    private boolean isOurs(Headers headers) {
        if (!headers.contains(HeaderNames.HOST)) {
            return false;
        }
        Header host = headers.get(HeaderNames.HOST);
        return host.valueCount() == 1 && hosts.contains(host.get().toLowerCase(Locale.ROOT));
    }

    private static Set<String> hosts(Issuer issuer) {
        String authority = issuer.authority();
        String own = authority.replaceFirst(":[0-9]+$", "");
        Stream<String> names =
                issuer.loopback() ? Stream.of("localhost", "127.0.0.1", "[::1]") : Stream.of(own);
        String port = ":" + issuer.port();
        boolean defaultPort = own.equals(authority);
        return names.flatMap(
                        name -> defaultPort ? Stream.of(name, name + port) : Stream.of(name + port))
                .collect(Collectors.toUnmodifiableSet());
    }
}
