package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6890 and the special-purpose address registries of IANA. */
class AddressPolicyTest {
    private static final AddressPolicy PUBLIC = new AddressPolicy(false);
    private static final AddressPolicy LOCAL = new AddressPolicy(true);

    @ParameterizedTest
    @CsvSource({
        // first and last of a range, and its neighbours where they are free
        "0.0.0.0, 0.255.255.255, , 1.0.0.0",
        "10.0.0.0, 10.255.255.255, 9.255.255.255, 11.0.0.0",
        "100.64.0.0, 100.127.255.255, 100.63.255.255, 100.128.0.0",
        "127.0.0.0, 127.255.255.255, 126.255.255.255, 128.0.0.0",
        "169.254.0.0, 169.254.255.255, 169.253.255.255, 169.255.0.0",
        "172.16.0.0, 172.31.255.255, 172.15.255.255, 172.32.0.0",
        "192.0.0.0, 192.0.0.255, 191.255.255.255, 192.0.1.0",
        "192.0.2.0, 192.0.2.255, 192.0.1.255, 192.0.3.0",
        "192.31.196.0, 192.31.196.255, 192.31.195.255, 192.31.197.0",
        "192.52.193.0, 192.52.193.255, 192.52.192.255, 192.52.194.0",
        "192.88.99.0, 192.88.99.255, 192.88.98.255, 192.88.100.0",
        "192.168.0.0, 192.168.255.255, 192.167.255.255, 192.169.0.0",
        "192.175.48.0, 192.175.48.255, 192.175.47.255, 192.175.49.0",
        "198.18.0.0, 198.19.255.255, 198.17.255.255, 198.20.0.0",
        "198.51.100.0, 198.51.100.255, 198.51.99.255, 198.51.101.0",
        "203.0.113.0, 203.0.113.255, 203.0.112.255, 203.0.114.0",
        "224.0.0.0, 239.255.255.255, 223.255.255.255, ",
        "240.0.0.0, 255.255.255.255, , ",
        "::, ::, , ",
        "::1, ::1, , ",
        "::2, ::ffff:ffff, , ",
        "0:0:0:0:1::, 0:0:0:0:fffe:ffff:ffff:ffff, , ",
        "64:ff9b:1::, 64:ff9b:1:ffff:ffff:ffff:ffff:ffff, , ",
        "100::, 100::ffff:ffff:ffff:ffff, , ",
        "100:0:0:1::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , 2000::",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, 2000:ffff:ffff::, 2001:200::",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db7:ffff::1, 2001:db9::",
        "2620:4f:8000::, 2620:4f:8000:ffff:ffff:ffff:ffff:ffff, 2620:4f:7fff:ffff::, 2620:4f:8001::",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3ffe:ffff:ffff::, 3fff:1000::",
        "4000::, 5eff:ffff::, 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ",
        "5f00::, 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , ",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , ",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , ",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , ",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, , "
    })
    @DisplayName("AS-C-06: every special range is refused up to its border, and nothing beyond")
    void specialRangesAreRefused(String first, String last, String below, String above)
            throws UnknownHostException {
        assertThat(permits(first)).isFalse();
        assertThat(permits(last)).isFalse();
        assertThat(below == null || permits(below)).isTrue();
        assertThat(above == null || permits(above)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "10.0.0.1, false",
        "100.64.0.1, false",
        "127.0.0.1, false",
        "169.254.169.254, false",
        "192.168.1.1, false",
        "203.0.113.1, false",
        "224.0.0.1, false"
    })
    @DisplayName("AS-C-06: an IPv4 address inside of an IPv6 address is what counts")
    void embeddedAddressesCount(String inner, boolean permitted) throws UnknownHostException {
        byte[] four = InetAddress.getByName(inner).getAddress();

        assertThat(permits(in(four, 12, 0x00, 0x64, 0xff, 0x9b))).isEqualTo(permitted);
        assertThat(permits(in(four, 2, 0x20, 0x02))).isEqualTo(permitted);
        // The JDK reads a mapped address as the one in it.
        assertThat(permits("::ffff:" + inner)).isEqualTo(permitted);
    }

    @Test
    @DisplayName("AS-C-06: other forms with an IPv4 address in them are refused whatever is in it")
    void otherEmbeddingsAreRefused() throws UnknownHostException {
        byte[] four = {8, 8, 8, 8};
        byte[] mapped = in(four, 12);
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        byte[] translated = in(four, 12);
        translated[8] = (byte) 0xff;
        translated[9] = (byte) 0xff;
        Inet6Address kept = Inet6Address.getByAddress(null, mapped, -1);

        assertThat(permits(in(four, 12))).isFalse();
        assertThat(permits(translated)).isFalse();
        assertThat(PUBLIC.permits(kept, 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 80, 442, 444, 8443, 65535})
    @DisplayName("AS-C-06: no port but that of https")
    void otherPortsAreRefused(int port) throws UnknownHostException {
        assertThat(PUBLIC.permits(InetAddress.getByName("8.8.8.8"), port)).isFalse();
        assertThat(LOCAL.permits(InetAddress.getByName("8.8.8.8"), port)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 443, true",
        "127.0.0.1, 8443, true",
        "127.255.255.254, 1, true",
        "::1, 8443, true",
        "::ffff:127.0.0.1, 8443, true",
        "8.8.8.8, 443, true",
        "2606:4700::1, 443, true",
        "2606:4700::1, 8443, false",
        "0.0.0.0, 443, false",
        "::, 443, false",
        "10.0.0.1, 443, false",
        "169.254.169.254, 443, false",
        "fe80::1, 443, false",
        "64:ff9b::7f00:1, 443, false"
    })
    @DisplayName("AS-C-06: a server on loopback may ask its own machine as well, and no other")
    void aLoopbackServerAsksItself(String address, int port, boolean permitted)
            throws UnknownHostException {
        assertThat(LOCAL.permits(InetAddress.getByName(address), port)).isEqualTo(permitted);
    }

    private static boolean permits(String address) throws UnknownHostException {
        return PUBLIC.permits(InetAddress.getByName(address), 443);
    }

    private static boolean permits(byte[] address) throws UnknownHostException {
        return PUBLIC.permits(InetAddress.getByAddress(address), 443);
    }

    /** An IPv6 address that begins as given and has an IPv4 address from that byte on. */
    private static byte[] in(byte[] four, int from, int... beginning) {
        byte[] address = new byte[16];
        for (int i = 0; i < beginning.length; i++) {
            address[i] = (byte) beginning[i];
        }
        System.arraycopy(four, 0, address, from, four.length);
        return address;
    }
}
