package dev.keystile.oauth.impl;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name once and hands out its addresses only if every one of them may be asked. The
 * client connects to these and looks up nothing itself, so a name can't point elsewhere a moment
 * later.
 *
 * @param mayAsk whether an address was not asked too often already
 */
record VettingResolver(NameLookup names, AddressPolicy policy, Predicate<String> mayAsk)
        implements DnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = names.addresses(host);
        if (!Stream.of(addresses).allMatch(address -> policy.permits(address, port))) {
            throw new RefusedHostException("an address or port of the host may not be asked");
        }
        if (!Stream.of(addresses).map(InetAddress::getHostAddress).allMatch(mayAsk)) {
            throw new RefusedHostException("an address of the host was asked too often");
        }
        return Stream.of(addresses).map(address -> new InetSocketAddress(address, port)).toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new RefusedHostException("whether a host may be asked depends on the port");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
