package dev.keystile.app;

import io.helidon.config.Config;
import io.helidon.webserver.WebServer;

/** The running gateway. */
final class Gateway {
    private Gateway() {}

    /** Starts the server and returns when its sockets are open. */
    static void serve() {
        WebServer.builder()
                .config(Config.create().get("server"))
                .routing(routing ->
                        routing.get("/", (_, response) -> response.send(Page.html("Keystile"))))
                .build()
                .start();
    }
}
