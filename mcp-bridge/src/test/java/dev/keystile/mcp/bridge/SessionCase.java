package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bridge before an upstream that keeps sessions. */
abstract class SessionCase {
    static final GrantId GRANT = new GrantId("g1");
    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{\"sampling\":{}},\"clientInfo\":{\"name\":\"Claude\",\"version\":\"9\"},"
                    + "\"_meta\":{\"progressToken\":1}}}";
    static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";

    final SessionServer server = new SessionServer();
    FakeUpstream upstream;
    Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        upstream.answers(server);
        fixture = new Fixture(upstream.uri("/mcp"));
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    void remember(String session) {
        fixture.sessions.latest.put(GRANT, new UpstreamSession(Secret.of(session), "{}"));
    }
}
