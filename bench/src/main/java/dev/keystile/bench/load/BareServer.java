package dev.keystile.bench.load;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/**
 * What the web server can do at most: it answers two paths with the same bytes each time. To be run
 * as a process; it takes its port.
 */
final class BareServer {
    /** What reports call it. */
    static final String NAME = "the bare web server";

    private static final byte[] TOKENS =
            ("{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"%s\",\"scope\":\"mcp\"}")
                    .formatted("a".repeat(54), "r".repeat(96))
                    .getBytes(StandardCharsets.US_ASCII);

    private BareServer() {}

    /** Starts it; it runs until it is ended. */
    public static void main(String[] arguments) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .routing(routes ->
                        routes.any(
                                "/fixed",
                                (request, response) -> {
                                    if (request.content().hasEntity()) {
                                        var _ = request.content().as(byte[].class);
                                    }
                                    response.header(HeaderNames.CACHE_CONTROL, "no-store")
                                            .header(HeaderValues.CONTENT_TYPE_JSON)
                                            .send(TOKENS);
                                }))
                .build()
                .start();
    }
}
