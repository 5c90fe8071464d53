package dev.keystile.mcp.bridge;

/**
 * What is done with a connector's calls beside passing them on.
 *
 * @param rawKeys whether callers may send an API key in place of a token
 * @param tools what is said of the upstream's tools beside what it says itself
 * @param repairVersion whether {@code MCP-Protocol-Version} is made to agree with the message, for
 *     clients that say two different things and an upstream that refuses that
 * @param translate whether clients and an upstream of different eras are translated for each other
 */
public record CallHandling(
        RawKeys rawKeys, ToolHints tools, boolean repairVersion, boolean translate) {
    /** Raw keys are taken, and everything passes as it is. */
    public static final CallHandling PLAIN =
            new CallHandling(RawKeys.ALLOWED, ToolHints.NONE, false, false);
}
