package dev.keystile.app.config;

import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.CallHandling;
import dev.keystile.mcp.bridge.FixedHeaders;
import dev.keystile.mcp.bridge.KeyCheckMethod;
import dev.keystile.mcp.bridge.ProbeTool;
import dev.keystile.mcp.bridge.RawKeys;
import dev.keystile.mcp.bridge.TrustedCertificates;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how one connector's upstream is called; what it leaves out is as for all. */
record UpstreamReader(SettingReader reader, BridgeSettings bridge) {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final int MOST_CONNECTIONS = 100_000;

    /** How a key is checked, by the word in the file. */
    private enum Verifier {
        PROBE,
        WHOAMI
    }

    static UpstreamSettings read(SettingReader reader, BridgeSettings bridge) {
        return new UpstreamReader(reader, bridge).read();
    }

    private UpstreamSettings read() {
        Duration day = Duration.ofDays(1);
        return new UpstreamSettings(
                time(
                        Setting.CONNECTOR_CONNECT_TIMEOUT,
                        Duration.ofHours(1),
                        bridge.connectTimeout()),
                time(Setting.CONNECTOR_ANSWER_TIMEOUT, day, bridge.answerTimeout()),
                time(Setting.CONNECTOR_STREAM_TIMEOUT, day, bridge.streamTimeout()),
                number(Setting.CONNECTOR_IDLE_CONNECTIONS, bridge.idleConnections()),
                number(
                        Setting.CONNECTOR_MAX_CALLS,
                        reader.number(Setting.MAX_CALLS, 1, MOST_CONNECTIONS)),
                trust(),
                headers(),
                keyCheck(),
                new CallHandling(
                        rawKeys(),
                        new ToolHintsReader(reader).read(),
                        reader.flag(Setting.REPAIR_VERSION),
                        reader.flag(Setting.TRANSLATE)));
    }

    private Duration time(Setting setting, Duration most, Duration otherwise) {
        return reader.text(setting).isEmpty()
                ? otherwise
                : reader.duration(setting, MILLISECOND, most);
    }

    private int number(Setting setting, int otherwise) {
        return reader.text(setting).isEmpty()
                ? otherwise
                : reader.number(setting, 1, MOST_CONNECTIONS);
    }

    private @Nullable TrustedCertificates trust() {
        String file = reader.text(Setting.CONNECTOR_TRUST_FILE);
        try {
            return file.isEmpty()
                    ? null
                    : reader.checked(
                            Setting.CONNECTOR_TRUST_FILE,
                            () -> TrustedCertificates.read(Path.of(file)));
        } catch (InvalidPathException e) {
            throw reader.problem(Setting.CONNECTOR_TRUST_FILE, "expected a file");
        }
    }

    /** No message shows a value, since it may be a secret. */
    private FixedHeaders headers() {
        Map<String, Secret> given = new LinkedHashMap<>();
        reader.map(Setting.CONNECTOR_HEADERS)
                .forEach((name, value) -> given.put(name, Secret.of(value)));
        FixedHeaders headers =
                reader.checked(Setting.CONNECTOR_HEADERS, () -> new FixedHeaders(given));
        if (headers.has(reader.text(Setting.KEY_HEADER))) {
            throw reader.problem(
                    Setting.CONNECTOR_HEADERS, "expected another name than that of the key header");
        }
        return headers;
    }

    private RawKeys rawKeys() {
        boolean allowed = reader.flag(Setting.RAW_KEYS);
        boolean passUserId = reader.flag(Setting.RAW_KEYS_USER_ID);
        if (passUserId && !allowed) {
            throw reader.problem(
                    Setting.RAW_KEYS_USER_ID, "expected false, since raw keys are not allowed");
        }
        return new RawKeys(allowed, passUserId);
    }

    private KeyCheckMethod keyCheck() {
        return switch (reader.choice(
                Setting.VERIFIER, Map.of("probe", Verifier.PROBE, "whoami", Verifier.WHOAMI))) {
            case PROBE -> probe();
            case WHOAMI -> whoami();
        };
    }

    private KeyCheckMethod probe() {
        needless(Setting.WHOAMI_URL, "the verifier is probe");
        needless(Setting.WHOAMI_OWNER, "the verifier is probe");
        String tool = reader.text(Setting.PROBE_TOOL);
        String arguments = reader.text(Setting.PROBE_ARGUMENTS);
        if (tool.isEmpty()) {
            needless(Setting.PROBE_ARGUMENTS, "no tool is named");
            return KeyCheckMethod.Probe.PLAIN;
        }
        String object = arguments.isEmpty() ? "{}" : arguments;
        reader.checked(Setting.PROBE_TOOL, () -> new ProbeTool(tool, "{}"));
        return new KeyCheckMethod.Probe(
                reader.checked(Setting.PROBE_ARGUMENTS, () -> new ProbeTool(tool, object)));
    }

    private KeyCheckMethod whoami() {
        needless(Setting.PROBE_TOOL, "the verifier is whoami");
        needless(Setting.PROBE_ARGUMENTS, "the verifier is whoami");
        URI url = reader.url(Setting.WHOAMI_URL);
        if (url == null) {
            throw reader.problem(
                    Setting.WHOAMI_URL, "expected a URL, since the verifier is whoami");
        }
        return reader.checked(
                Setting.WHOAMI_OWNER,
                () -> new KeyCheckMethod.Whoami(url, reader.text(Setting.WHOAMI_OWNER)));
    }

    private void needless(Setting setting, String reason) {
        if (!reader.text(setting).isEmpty()) {
            throw reader.problem(setting, "expected nothing, since " + reason);
        }
    }
}
