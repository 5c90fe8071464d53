package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Network;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells networks apart: an IPv4 address by its /24, an IPv6 address by its /64, which is what one
 * connection is commonly given. An address in one of the shared ranges belongs to that range as a
 * whole, to the smallest where they overlap. An IPv4 address that is written as an IPv6 one
 * (::ffff:0:0/96) counts as IPv4. Immutable.
 */
public final class Networks {
    /** What one provider's assistants call from, all their users together. */
    public static final List<String> DEFAULT_SHARED = List.of("160.79.104.0/21");

    private static final int IPV4_PREFIX = 24;
    private static final int IPV6_PREFIX = 64;

    /** Addresses with all their parts, and no names for several. */
    private static final IPAddressStringParameters STRICT =
            new IPAddressStringParameters.Builder()
                    .allowEmpty(false)
                    .allowAll(false)
                    .allowSingleSegment(false)
                    .allow_inet_aton(false)
                    .allowWildcardedSeparator(false)
                    .toParams();

    private final DualIPv4v6Tries shared = new DualIPv4v6Tries();

    /** With these shared ranges; throws {@code IllegalArgumentException} for what is no range. */
    public Networks(List<String> sharedRanges) {
        sharedRanges.stream().map(Networks::range).forEach(shared::add);
    }

    /** Where this address is. */
    public Network of(InetAddress address) {
        IPAddress ip = plain(new IPAddressGenerator().from(address.getAddress()));
        IPAddress range = shared.longestPrefixMatch(ip);
        return range == null
                ? new Network(block(ip).toCanonicalString(), false)
                : new Network(range.toCanonicalString(), true);
    }

    private static IPAddress plain(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }

    private static IPAddress block(IPAddress address) {
        return address.toPrefixBlock(address.isIPv4() ? IPV4_PREFIX : IPV6_PREFIX);
    }

    private static IPAddress range(String text) {
        try {
            IPAddress range = new IPAddressString(text, STRICT).toAddress();
            if (range != null
                    && (range.isPrefixed() ? range.isPrefixBlock() : !range.isMultiple())) {
                return range;
            }
        } catch (AddressStringException | IncompatibleAddressException e) {
            throw new IllegalArgumentException(expected(text), e);
        }
        throw new IllegalArgumentException(expected(text));
    }

    private static String expected(String text) {
        return "expected a range of addresses such as 192.0.2.0/24: " + text;
    }
}
