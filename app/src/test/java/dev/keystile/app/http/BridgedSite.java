package dev.keystile.app.http;

import dev.keystile.app.flow.MovableClock;
import dev.keystile.mcp.bridge.BridgeSettings;
import dev.keystile.mcp.bridge.McpBridge;
import dev.keystile.mcp.bridge.McpLimits;
import dev.keystile.mcp.bridge.McpRequest;
import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Observer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** The public socket with a real bridge behind it, which takes every token. */
final class BridgedSite implements AutoCloseable {
    final MovableClock clock = new MovableClock();
    private final Site site = Site.onLoopback();
    private final McpBridge bridge;

    BridgedSite(URI upstream) {
        var resource = new ProtectedResource(connector(upstream), site.issuer().url("/mcp"), null);
        bridge =
                new McpBridge(
                        site.issuer(),
                        everyToken(resource),
                        new NoSessions(),
                        _ -> new KeyVerdict.Dead(),
                        BridgeSettings.DEFAULTS,
                        McpLimits.NONE,
                        Observer.NONE,
                        clock,
                        new SecureRandom());
        site.mcp = (request, response) -> bridge.forward(at(resource, request), response);
    }

    /** A client that has sent its call; closing it is up to the test. */
    Socket call(String method, String accept) throws IOException {
        var client = new Socket("127.0.0.1", site.port());
        client.setSoTimeout(20_000);
        client.setTcpNoDelay(true);
        call(client, method, accept);
        return client;
    }

    /** The next call on a connection. */
    void call(Socket client, String method, String accept) throws IOException {
        String body = method.equals("POST") ? HeldUpstream.CALL : "";
        String request =
                method
                        + " /mcp HTTP/1.1\r\nHost: "
                        + site.issuer().authority()
                        + "\r\nAuthorization: Bearer t\r\nAccept: "
                        + accept
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads until the text has come; what was read before and with it is the answer. */
    static String read(Socket client, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended before '" + end + "': " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() {
        site.close();
        bridge.close();
    }

    private static McpRequest at(ProtectedResource resource, McpRequest request) {
        return new McpRequest(request.method(), resource, request.headers(), request.body());
    }

    private static Connector connector(URI upstream) {
        return new Connector(
                new ConnectorId("default"),
                "Test server",
                upstream,
                new ApiKeyHeader("x-api-key", null),
                "jean_sk_",
                null,
                UserIdTrust.CLAIMED);
    }

    private static BearerTokens everyToken(ProtectedResource resource) {
        var access =
                new Access(
                        new GrantId("g1"),
                        new AccountId("a1"),
                        new ClientId("c1"),
                        "Test client",
                        resource,
                        new Scope(List.of("mcp")),
                        null,
                        Secret.of("jean_sk_1"));
        return new BearerTokens() {
            @Override
            public BearerCheck check(Secret token, ProtectedResource at) {
                return new BearerCheck.Allowed(access);
            }

            @Override
            public boolean live(GrantId grant) {
                return true;
            }
        };
    }
}
