package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Network;
import java.util.List;
import java.util.Optional;

/** Counts calls, and answers those that are too many. */
record CallRates(McpLimits limits) {
    /** Whether an admitted call may go on. */
    LimitDecision take(Call call) {
        return limits.limiter().take(charges(call));
    }

    /** The answer to a network that tries too many tokens that are none. */
    Optional<Reply> tooManyUnknown(Network network) {
        return limits.limiter()
                .refusal(List.of(Charge.in(network, LimitRule.BEARER_NETWORK)))
                .map(CallRates::tooManyUnknown);
    }

    /** Whose call it is, where that must be one word. */
    String caller(Call call) {
        return switch (call) {
            case Call.Granted granted -> granted.access().account().value();
            case Call.WithKey keyed -> limits.keys().of(keyed.connector().id(), keyed.apiKey());
        };
    }

    /** The answer to one too many. */
    static Reply tooMany(McpRequest request, LimitDecision.Limited limit, byte[] body) {
        return Reply.tooMany(request, message(limit), body).with(LimitFields.of(limit));
    }

    /** The body was not read. */
    private static Reply tooManyUnknown(LimitDecision.Limited limit) {
        return Reply.error(429, "too_many_requests", message(limit)).with(LimitFields.of(limit));
    }

    /** The response with what is left in its header. */
    static McpResponse telling(LimitDecision decision, McpResponse response) {
        return FurtherFields.of(response, LimitFields.of(decision));
    }

    private static String message(LimitDecision.Limited limit) {
        return "Too many requests ("
                + limit.rule().text()
                + "); try again in "
                + LimitFields.retryAfter(limit)
                + " seconds.";
    }

    private List<Charge> charges(Call call) {
        Charge connector = new Charge(LimitRule.MCP_CONNECTOR, call.connector().id().value());
        return switch (call) {
            case Call.Granted granted -> {
                Access access = granted.access();
                yield List.of(
                        new Charge(LimitRule.MCP_ACCOUNT, access.account().value()),
                        new Charge(LimitRule.MCP_GRANT, access.grant().value()),
                        connector);
            }
            case Call.WithKey _ -> List.of(new Charge(LimitRule.RAW_KEY, caller(call)), connector);
        };
    }
}
