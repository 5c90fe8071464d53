package dev.keystile.app.config;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.oauth.api.ConnectorId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the connectors: those of the list, or the one of the short form. */
record ConnectorList(SettingReader reader, BridgeSettings bridge) {
    /** At least one; the default connector comes first. */
    List<ConnectorConfig> read() {
        List<SettingReader> items = reader.connectors();
        if (items.isEmpty()) {
            var _ = reader.flag(Setting.CONNECTOR_DEFAULT);
            return List.of(ConnectorConfig.read(reader, bridge));
        }
        refuseShortForm();
        Set<ConnectorId> ids = new HashSet<>();
        List<ConnectorConfig> read = new ArrayList<>();
        for (SettingReader item : items) {
            ConnectorConfig connector = read(item);
            if (!ids.add(connector.id())) {
                throw item.problem(Setting.CONNECTOR_ID, "expected each id once");
            }
            read.add(connector);
        }
        read.addFirst(read.remove(defaultOf(items)));
        return List.copyOf(read);
    }

    private ConnectorConfig read(SettingReader item) {
        ConnectorConfig connector = ConnectorConfig.read(item, bridge);
        if (connector.upstream() == null) {
            throw item.problem(Setting.UPSTREAM_URL, "expected a URL, found nothing");
        }
        return connector;
    }

    /** The one that is marked, else the first. */
    private static int defaultOf(List<SettingReader> items) {
        int marked = -1;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).flag(Setting.CONNECTOR_DEFAULT)) {
                if (marked >= 0) {
                    throw items.get(i)
                            .problem(Setting.CONNECTOR_DEFAULT, "expected one default connector");
                }
                marked = i;
            }
        }
        return Math.max(marked, 0);
    }

    private void refuseShortForm() {
        Stream.of(Setting.values())
                .filter(setting -> setting.ofConnector() && reader.values().given(setting.key()))
                .findFirst()
                .ifPresent(setting -> {
                    throw reader.problem(
                            setting,
                            "expected nothing, since connectors are listed; put it into that list");
                });
    }
}
