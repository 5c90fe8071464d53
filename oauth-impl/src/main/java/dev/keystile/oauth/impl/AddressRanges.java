package dev.keystile.oauth.impl;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.IncompatibleAddressException;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Ranges of internet addresses. An IPv4 address that is written as an IPv6 one (::ffff:0:0/96)
 * counts as IPv4. Immutable.
 */
public final class AddressRanges {
    /** No address is in one. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    private static final IPAddressStringParameters STRICT =
            new IPAddressStringParameters.Builder()
                    .allowEmpty(false)
                    .allowAll(false)
                    .allowSingleSegment(false)
                    .allow_inet_aton(false)
                    .allowWildcardedSeparator(false)
                    .toParams();

    private final DualIPv4v6Tries ranges = new DualIPv4v6Tries();

    /** These, such as {@code 192.0.2.0/24}; throws {@code IllegalArgumentException} for others. */
    public AddressRanges(List<String> texts) {
        texts.stream().map(AddressRanges::range).forEach(ranges::add);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether an address is in one of them. */
    public boolean contain(InetAddress address) {
        return smallest(plain(address)).isPresent();
    }

    /** The smallest one that an address is in. */
    Optional<IPAddress> smallest(IPAddress address) {
        return Optional.ofNullable(ranges.longestPrefixMatch(address));
    }

    /** An address as what it is. */
    static IPAddress plain(InetAddress address) {
        IPAddress ip = new IPAddressGenerator().from(address.getAddress());
        return ip.isIPv6() && ip.toIPv6().isIPv4Mapped()
                ? ip.toIPv6().getEmbeddedIPv4Address()
                : ip;
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
