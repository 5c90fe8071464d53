package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Network;
import java.net.InetAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Very many people in one shared range, one of whom does whatever there is far too often. */
class CrowdTest {
    private static final int USERS = 1_000;
    private static final String CLIENT = "https://assistant.example/client.json";

    private final MovedClock clock = new MovedClock();
    private final Limiter limiter =
            new Limiter(
                    DefaultLimits.rules(),
                    new LocalBuckets(clock),
                    new LimitOverrides(new MemoryStore(clock), clock, clock),
                    clock);
    private final Network range =
            new Networks(new AddressRanges(Networks.DEFAULT_SHARED))
                    .of(InetAddress.ofLiteral("160.79.106.7"));

    private boolean registers(String software) {
        return LimitFixture.passes(limiter, Charge.in(range, LimitRule.REGISTRATION_NETWORK))
                && LimitFixture.passes(
                        limiter, Charge.in(range, LimitRule.REGISTRATION_SOFTWARE, software));
    }

    private boolean refreshes(String grant) {
        return LimitFixture.passes(limiter, Charge.in(range, LimitRule.TOKEN_CLIENT, CLIENT))
                && LimitFixture.passes(limiter, new Charge(LimitRule.TOKEN_GRANT, grant));
    }

    private boolean calls(String user) {
        return LimitFixture.passes(
                limiter,
                new Charge(LimitRule.MCP_ACCOUNT, user),
                new Charge(LimitRule.MCP_GRANT, user),
                new Charge(LimitRule.MCP_CONNECTOR, "default"));
    }

    private static long passed(int times, java.util.function.BooleanSupplier act) {
        return IntStream.range(0, times).filter(_ -> act.getAsBoolean()).count();
    }

    @Test
    @DisplayName("AS-D-14: one who registers in a loop leaves room for a thousand others")
    void registrationsGoOn() {
        assertThat(passed(5_000, () -> registers("a loop"))).isEqualTo(4_000);

        assertThat(passed(USERS, () -> registers("an assistant"))).isEqualTo(USERS);
    }

    @Test
    @DisplayName("One who calls fifty times as often as allowed is held to it, and nobody else")
    void callsGoOn() {
        assertThat(passed(50 * 600, () -> calls("the one"))).isEqualTo(600);

        for (int user = 0; user < USERS; user++) {
            String name = "user" + user;
            assertThat(passed(100, () -> calls(name))).isEqualTo(100);
            assertThat(refreshes(name)).isTrue();
        }
    }

    @Test
    @DisplayName("One who refreshes in a loop uses up nothing of the client that all share")
    void refreshesGoOn() {
        assertThat(passed(1_000, () -> refreshes("the one"))).isEqualTo(60);

        assertThat(passed(USERS, () -> refreshes("another"))).isEqualTo(60);
        assertThat(IntStream.range(0, USERS).allMatch(user -> refreshes("user" + user))).isTrue();
    }
}
