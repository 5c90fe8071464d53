package dev.keystile.app;

import dev.keystile.app.config.SettingsInForce;
import dev.keystile.app.demo.DemoKey;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResources;
import java.util.List;
import java.util.stream.Collectors;

/** What the gateway says when it is up: where it is, what to paste, how to try it. */
final class Greeting {
    private Greeting() {}

    static String of(Gateway gateway) {
        ProtectedResources resources = gateway.resources();
        String url = resources.shared().uri();
        return """
        Keystile is up, in front of %s.

          Paste into Claude    %s
          or, for one person   %s/oauth/{user_id}
        %s
          Start page           %s/
          API document         %s/openapi
          Health               http://%s/health/ready

        %s Ctrl-C ends it.
        """
                .formatted(
                        upstreams(resources),
                        url,
                        url,
                        others(resources) + keys(gateway.demoKeys()),
                        resources.issuer(),
                        resources.issuer(),
                        gateway.managementAuthority(),
                        Storage.says(gateway.storage()));
    }

    private static String upstreams(ProtectedResources resources) {
        return resources.connectors().stream()
                .map(connector -> connector.displayName() + " at " + place(connector))
                .collect(Collectors.joining(", "));
    }

    /** Less the query, which may be a secret that the upstream is shown. */
    private static String place(Connector connector) {
        return SettingsInForce.withoutSecrets(connector.upstream().toString());
    }

    private static String others(ProtectedResources resources) {
        return resources.connectors().stream()
                .skip(1)
                .map(connector ->
                        "  for %-17s%s\n"
                                .formatted(
                                        connector.displayName(), resources.shared(connector).uri()))
                .collect(Collectors.joining());
    }

    private static String keys(List<DemoKey> keys) {
        String list =
                keys.stream()
                        .map(key -> key.key() + " (" + key.user() + ")")
                        .collect(Collectors.joining(", "));
        return keys.isEmpty() ? "" : "  Demo keys            " + list + "\n";
    }
}
