package dev.keystile.app;

import dev.keystile.app.http.Offer;
import dev.keystile.mcp.bridge.McpRequest;
import dev.keystile.mcp.bridge.McpResponse;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is in force. A request keeps what it found when it came until it is answered, whatever is
 * put in its place meanwhile. Safe for use by many threads.
 */
final class Current implements Offer, ApiKeyVerifier {
    private final ScopedValue<InForce> held = ScopedValue.newInstance();
    private volatile InForce latest;

    Current(InForce first) {
        this.latest = first;
    }

    /** For a request what it found, for everybody else the latest. */
    InForce inForce() {
        return held.isBound() ? held.get() : latest;
    }

    /** Puts another in its place, for requests that come from now on. */
    void replace(InForce next) {
        latest = next;
    }

    @Override
    public void hold(Runnable answer) {
        ScopedValue.where(held, latest).run(answer);
    }

    @Override
    public ProtectedResources get() {
        return inForce().resources();
    }

    /** Sends a call on. */
    void forward(McpRequest request, McpResponse response) throws IOException {
        inForce()
                .line(request.resource().connector())
                .orElseThrow(() -> new IllegalStateException("a call to no connector in force"))
                .forward(request, response);
    }

    @Override
    public KeyCheck verify(Connector connector, Secret apiKey, @Nullable UserId user) {
        return inForce()
                .line(connector)
                .map(line -> line.verify(apiKey, user))
                .orElseGet(() -> new KeyCheck.Unavailable("the connector was changed meanwhile"));
    }
}
