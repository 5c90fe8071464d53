package dev.keystile.mcp.bridge;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bridge before an upstream that answers as the test says. */
abstract class BridgeCase {
    FakeUpstream upstream;
    Fixture fixture;

    @BeforeEach
    final void open() throws Exception {
        upstream = new FakeUpstream();
        fixture = new Fixture(upstream.uri("/mcp"));
    }

    @AfterEach
    final void close() {
        fixture.close();
        upstream.close();
    }
}
