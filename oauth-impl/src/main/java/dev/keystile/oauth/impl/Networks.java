package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Network;
import inet.ipaddr.IPAddress;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells networks apart: an IPv4 address by its /24, an IPv6 address by its /64, which is what one
 * connection is commonly given. An address in one of the shared ranges belongs to that range as a
 * whole, to the smallest where they overlap. Immutable.
 */
public final class Networks {
    /** What one provider's assistants call from, all their users together. */
    public static final List<String> DEFAULT_SHARED = List.of("160.79.104.0/21");

    private static final int IPV4_PREFIX = 24;
    private static final int IPV6_PREFIX = 64;

    private final AddressRanges shared;

    /** With these ranges that are shared by very many people. */
    public Networks(AddressRanges shared) {
        this.shared = shared;
    }

    /** Where this address is. */
    public Network of(InetAddress address) {
        IPAddress ip = AddressRanges.plain(address);
        return shared.smallest(ip)
                .map(range -> new Network(range.toCanonicalString(), true))
                .orElseGet(() -> new Network(block(ip).toCanonicalString(), false));
    }

    private static IPAddress block(IPAddress address) {
        return address.toPrefixBlock(address.isIPv4() ? IPV4_PREFIX : IPV6_PREFIX);
    }
}
