package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callers count as neighbours. */
class NetworksTest {
    private final Networks networks = new Networks(new AddressRanges(Networks.DEFAULT_SHARED));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0, 192.0.2.0/24",
        "192.0.2.255, 192.0.2.0/24",
        "192.0.3.0, 192.0.3.0/24",
        "127.0.0.1, 127.0.0.0/24",
        "0.0.0.0, 0.0.0.0/24",
        "255.255.255.255, 255.255.255.0/24",
        "2001:db8::1, 2001:db8::/64",
        "2001:db8:0:0:ffff:ffff:ffff:ffff, 2001:db8::/64",
        "2001:db8:0:1::, 2001:db8:0:1::/64",
        "::1, ::/64"
    })
    void anAddressBelongsToItsBlock(String address, String network) {
        assertThat(of(networks, address)).isEqualTo(new Network(network, false));
    }

    @ParameterizedTest
    @CsvSource({
        "160.79.103.255, 160.79.103.0/24, false",
        "160.79.104.0, 160.79.104.0/21, true",
        "160.79.111.255, 160.79.104.0/21, true",
        "160.79.112.0, 160.79.112.0/24, false"
    })
    void theSharedRangeHasOneWallFromItsFirstAddressToItsLast(
            String address, String network, boolean shared) {
        assertThat(of(networks, address)).isEqualTo(new Network(network, shared));
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsTheSame() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(InetAddress.ofLiteral("160.79.104.9").getAddress(), 0, mapped, 12, 4);
        InetAddress written = Inet6Address.getByAddress(null, mapped, 0);

        assertThat(written).isInstanceOf(Inet6Address.class);
        assertThat(networks.of(written)).isEqualTo(new Network("160.79.104.0/21", true));
    }

    @Test
    void ofSharedRangesThatOverlapTheSmallestCounts() {
        var several =
                new Networks(
                        new AddressRanges(List.of("10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32")));

        assertThat(of(several, "10.1.2.3")).isEqualTo(new Network("10.1.0.0/16", true));
        assertThat(of(several, "10.2.2.3")).isEqualTo(new Network("10.0.0.0/8", true));
        assertThat(of(several, "2001:db8:5::1")).isEqualTo(new Network("2001:db8::/32", true));
        assertThat(of(several, "160.79.104.0")).isEqualTo(new Network("160.79.104.0/24", false));
    }

    @Test
    void oneAddressCanBeARange() {
        assertThat(of(new Networks(new AddressRanges(List.of("192.0.2.7"))), "192.0.2.7"))
                .isEqualTo(new Network("192.0.2.7", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "192.0.2.0/33", "192.0.2.1/24", "192.0.2", "*"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Networks(new AddressRanges(List.of(text))))
                .withMessageContaining("expected a range");
    }

    @Test
    void aSharedNetworkIsUnderTheTwinOfARule() {
        Network shared = new Network("160.79.104.0/21", true);
        Network office = new Network("192.0.2.0/24", false);

        assertThat(Charge.in(office, LimitRule.REGISTRATION_NETWORK))
                .isEqualTo(new Charge(LimitRule.REGISTRATION_NETWORK, "192.0.2.0/24"));
        assertThat(Charge.in(shared, LimitRule.REGISTRATION_NETWORK))
                .isEqualTo(new Charge(LimitRule.REGISTRATION_SHARED, "160.79.104.0/21"));
        assertThat(Charge.in(shared, LimitRule.TOKEN_CLIENT, "a-client"))
                .isEqualTo(new Charge(LimitRule.TOKEN_CLIENT_SHARED, "160.79.104.0/21 a-client"));
        assertThat(Charge.in(shared, LimitRule.MCP_ACCOUNT).rule())
                .isEqualTo(LimitRule.MCP_ACCOUNT);
    }

    private static Network of(Networks networks, String address) {
        return networks.of(InetAddress.ofLiteral(address));
    }
}
