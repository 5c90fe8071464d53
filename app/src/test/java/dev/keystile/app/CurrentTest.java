package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.flow.KeyedUpstream;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.http.NoSessions;
import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.McpBridge;
import dev.keystile.mcp.bridge.McpLimits;
import dev.keystile.mcp.bridge.ProbeKeyVerifier;
import dev.keystile.mcp.bridge.UpstreamSettings;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Observer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a request sees while something else is put in force. */
class CurrentTest {
    private final InForce old = inForce("http://127.0.0.1:1/mcp");
    private final InForce next = inForce("http://127.0.0.1:2/mcp");
    private final Current current = new Current(old);

    private static InForce inForce(String upstream) {
        return Offering.before(AppConfig.read(Map.of("MCP_UPSTREAM_URL", upstream), null), null);
    }

    @Test
    void aRequestKeepsWhatItFoundUntilItIsAnswered() {
        List<InForce> seen = new ArrayList<>();

        current.hold(() -> {
            seen.add(current.inForce());
            current.replace(next);
            seen.add(current.inForce());
        });
        current.hold(() -> seen.add(current.inForce()));

        assertThat(seen).containsExactly(old, old, next);
    }

    @Test
    void whoeverAnswersNoRequestSeesTheLatest() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<InForce> seen = new ArrayList<>();
            current.hold(() -> {
                current.replace(next);
                seen.add(elsewhere(threads.submit(current::inForce)::get));
            });

            assertThat(seen).containsExactly(next);
        }
    }

    private static InForce elsewhere(Callable<InForce> look) {
        try {
            return look.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyIsNotCheckedAtAnotherServerThanItWasTypedFor() {
        try (var upstream = new KeyedUpstream("jean_sk_1");
                ConnectorLine line = line(upstream.url())) {
            Connector typedFor = old.resources().defaultConnector();
            InForce there = inForce(upstream.url());
            current.replace(
                    new InForce(
                            there.resources(),
                            there.limits(),
                            there.networks(),
                            Map.of(line.plan().connector().id(), line)));

            assertThat(check(line.plan().connector())).isInstanceOf(KeyCheck.Accepted.class);
            assertThat(check(typedFor)).isInstanceOf(KeyCheck.Unavailable.class);
        }
    }

    private KeyCheck check(Connector connector) {
        return current.verify(connector, Secret.of("jean_sk_1"), null);
    }

    private static ConnectorLine line(String upstream) {
        Connector connector = inForce(upstream).resources().defaultConnector();
        BridgeSettings settings = BridgeSettings.DEFAULTS;
        var plan = new ConnectorLine.Plan(connector, UpstreamSettings.of(settings), settings);
        var clock = new MovableClock();
        return new ConnectorLine(
                plan,
                new McpBridge(
                        new Issuer("http://localhost:8080"),
                        new NoTokens(),
                        new NoSessions(),
                        _ -> new KeyVerdict.Dead(),
                        plan.upstreams(UpstreamTraces.NONE),
                        McpLimits.NONE,
                        Observer.NONE,
                        clock,
                        new SecureRandom()),
                new ProbeKeyVerifier(
                        plan.upstreams(UpstreamTraces.NONE), new SecureRandom(), clock));
    }

    /** Nobody calls. */
    private static final class NoTokens implements BearerTokens {
        @Override
        public BearerCheck check(Secret token, ProtectedResource at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean live(GrantId grant) {
            return false;
        }
    }
}
