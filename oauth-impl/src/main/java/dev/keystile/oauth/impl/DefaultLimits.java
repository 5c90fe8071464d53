package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import java.time.Duration;
import java.util.Map;

/**
 * The limits where nothing else is set. They are walls against loops and guessing, far above what
 * people do: an office has one address, a provider's assistants have one small range for all their
 * users, and who hits the right people must not hit those beside them.
 */
public final class DefaultLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private DefaultLimits() {}

    /** The rules. */
    public static LimitRules rules() {
        return new LimitRules(Map.of())
                // A client registers once for each connection it makes, an office on its first
                // morning many times; a loop does so many times a second.
                .with(LimitRule.REGISTRATION_NETWORK, new Quota(60, HOUR))
                .with(LimitRule.REGISTRATION_SHARED, new Quota(6_000, HOUR))
                // One program in a loop leaves the other half to its neighbours.
                .with(LimitRule.REGISTRATION_SOFTWARE, new Quota(30, HOUR))
                .with(LimitRule.REGISTRATION_SOFTWARE_SHARED, new Quota(4_000, HOUR))
                // Opened by people in their browsers. No provider's range asks for the page, but
                // one that renders it for its users may.
                .with(LimitRule.AUTHORIZE_NETWORK, new Quota(120, MINUTE))
                .with(LimitRule.AUTHORIZE_SHARED, new Quota(1_200, MINUTE))
                // Guessing: nobody mistypes a key ten times. The key of a team is typed by each of
                // its members, rarely in the same minutes, and counts once more when they allow.
                .with(LimitRule.KEY_TRANSACTION, new Quota(10, HOUR))
                .with(LimitRule.KEY_NETWORK, new Quota(60, TEN_MINUTES))
                .with(LimitRule.KEY_SHARED, new Quota(600, TEN_MINUTES))
                .with(LimitRule.KEY_FINGERPRINT, new Quota(60, TEN_MINUTES))
                // An access token lasts an hour. Windows of one client may all refresh at once.
                .with(LimitRule.TOKEN_CLIENT, new Quota(600, MINUTE))
                .with(LimitRule.TOKEN_CLIENT_SHARED, new Quota(12_000, MINUTE))
                .with(LimitRule.TOKEN_GRANT, new Quota(60, MINUTE))
                .with(LimitRule.REVOCATION_NETWORK, new Quota(120, MINUTE))
                .with(LimitRule.REVOCATION_SHARED, new Quota(1_200, MINUTE))
                // A client that keeps its registration up does so now and then.
                .with(LimitRule.CONFIGURATION_NETWORK, new Quota(120, MINUTE))
                .with(LimitRule.CONFIGURATION_SHARED, new Quota(1_200, MINUTE))
                // A resource server asks for every call it gets.
                .with(LimitRule.INTROSPECTION_CLIENT, new Quota(6_000, MINUTE))
                // Ten calls a second, all the time. The upstream has limits of its own; the
                // connector has none, since one that is full hits everybody.
                .with(LimitRule.MCP_ACCOUNT, new Quota(600, MINUTE))
                .with(LimitRule.MCP_GRANT, new Quota(600, MINUTE))
                .with(LimitRule.RAW_KEY, new Quota(600, MINUTE))
                // A client whose token ended tries once and refreshes.
                .with(LimitRule.BEARER_NETWORK, new Quota(120, MINUTE))
                .with(LimitRule.BEARER_SHARED, new Quota(6_000, MINUTE))
                .with(LimitRule.ADMIN_NETWORK, new Quota(600, MINUTE));
    }
}
