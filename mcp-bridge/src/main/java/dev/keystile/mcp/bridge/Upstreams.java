package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import java.util.Map;

/**
 * How the upstreams behind a gateway are called.
 *
 * @param settings for all of them
 * @param each of a connector's upstream; one that is not named is called as {@code settings} say
 * @param traces follows what is sent to them
 */
public record Upstreams(
        BridgeSettings settings, Map<ConnectorId, UpstreamSettings> each, UpstreamTraces traces) {
    /** Copies the map. */
    public Upstreams {
        each = Map.copyOf(each);
    }

    /** Upstreams that nobody follows calls to. */
    public Upstreams(BridgeSettings settings, Map<ConnectorId, UpstreamSettings> each) {
        this(settings, each, UpstreamTraces.NONE);
    }

    /** Upstreams about which nothing more is said than holds for all. */
    public static Upstreams of(BridgeSettings settings) {
        return new Upstreams(settings, Map.of());
    }

    ToolHints tools(Connector connector) {
        UpstreamSettings said = each.get(connector.id());
        return said == null ? ToolHints.NONE : said.handling().tools();
    }

    UpstreamSettings of(Connector connector) {
        UpstreamSettings said = each.get(connector.id());
        return said == null ? UpstreamSettings.of(settings) : said;
    }
}
