package dev.keystile.app.http;

import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.impl.AddressRanges;
import dev.keystile.oauth.impl.Networks;
import io.helidon.http.Headers;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where requests come from. What a request says of that counts only when it comes from a proxy that
 * is trusted, and then only what such proxies have added.
 *
 * @param inForce how networks are told, as it is now
 * @param proxies whose word is taken
 * @param field in which they say it
 */
public record Callers(Supplier<Networks> inForce, AddressRanges proxies, ForwardingField field) {
    /** Nobody's word is taken, and no range is shared but those that always are. */
    public static final Callers DIRECT =
            new Callers(
                    new Networks(new AddressRanges(Networks.DEFAULT_SHARED)),
                    AddressRanges.NONE,
                    ForwardingField.X_FORWARDED_FOR);

    private static final InetAddress NOBODY = InetAddress.ofLiteral("::");

    /** With networks that stay as they are. */
    public Callers(Networks networks, AddressRanges proxies, ForwardingField field) {
        this(() -> networks, proxies, field);
    }

    /** The same with other networks. */
    public Callers in(Supplier<Networks> networks) {
        return new Callers(networks, proxies, field);
    }

    /** How networks are told now. */
    public Networks networks() {
        return inForce.get();
    }

    /** The network of whoever sent a request. */
    Network network(ServerRequest request) {
        InetAddress peer = address(request.remotePeer().address(), request.proxyProtocolData());
        return networks().of(client(peer, request.headers()));
    }

    /** Whether a request comes from a proxy that is trusted. */
    boolean sendsProxy(ServerRequest request) {
        return proxies.contain(
                address(request.remotePeer().address(), request.proxyProtocolData()));
    }

    /** The network of a connection; empty when it is a trusted proxy's. */
    Optional<Network> network(SocketAddress peer, Optional<ProxyProtocolData> proxied) {
        InetAddress address = address(peer, proxied);
        return proxies.contain(address) ? Optional.empty() : Optional.of(networks().of(address));
    }

    private InetAddress client(InetAddress peer, Headers headers) {
        if (!proxies.contain(peer)) {
            return peer;
        }
        InetAddress nearest = peer;
        for (String hop : field.hops(headers).reversed()) {
            Optional<InetAddress> before = ForwardingField.address(hop);
            if (before.isEmpty()) {
                return nearest;
            }
            nearest = before.get();
            if (!proxies.contain(nearest)) {
                return nearest;
            }
        }
        return nearest;
    }

    private static InetAddress address(SocketAddress peer, Optional<ProxyProtocolData> proxied) {
        return proxied.map(ProxyProtocolData::sourceAddress)
                .flatMap(ForwardingField::address)
                .orElseGet(() ->
                        peer instanceof InetSocketAddress inet && inet.getAddress() != null
                                ? inet.getAddress()
                                : NOBODY);
    }
}
