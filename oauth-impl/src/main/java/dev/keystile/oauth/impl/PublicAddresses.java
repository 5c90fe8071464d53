package dev.keystile.oauth.impl;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.stream.Stream;

/**
 * The addresses of the public internet: all but the special-purpose ones (RFC 6890 and the
 * registries it set up).
 */
final class PublicAddresses {
    private static final DualIPv4v6Tries SPECIAL =
            ranges(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared behind a provider's address translation
                    "127.0.0.0/8", // loopback
                    "169.254.0.0/16", // link-local
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // IETF protocols
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // AMT relays
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // IETF protocols, Teredo among them
                    "2001:db8::/32", // documentation
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20"); // documentation

    /** What is allotted to be used by one host in the internet; all the rest of IPv6 is special. */
    private static final DualIPv4v6Tries GLOBAL = ranges("0.0.0.0/0", "2000::/3");

    /**
     * IPv6 addresses behind which a translator stands: they are as good as the IPv4 address in
     * them.
     */
    private static final IPAddress NAT64 = range("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean include(InetAddress address) {
        return open(new IPAddressGenerator().from(address.getAddress()));
    }

    private static boolean open(IPAddress address) {
        return address.isIPv6() ? open(address.toIPv6()) : listed(address);
    }

    private static boolean open(IPv6Address address) {
        if (NAT64.contains(address)) {
            return listed(address.getEmbeddedIPv4Address());
        }
        return address.is6To4() ? listed(address.get6To4IPv4Address()) : listed(address);
    }

    private static boolean listed(IPAddress address) {
        return GLOBAL.elementContains(address) && !SPECIAL.elementContains(address);
    }

    private static DualIPv4v6Tries ranges(String... ranges) {
        DualIPv4v6Tries tries = new DualIPv4v6Tries();
        Stream.of(ranges).map(PublicAddresses::range).forEach(tries::add);
        return tries;
    }

    private static IPAddress range(String range) {
        return new IPAddressString(range).getAddress().toPrefixBlock();
    }
}
