package dev.keystile.app;

import io.helidon.config.Config;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;

/** The running gateway. */
final class Gateway {
    private Gateway() {}

    /** Starts the server and returns when its sockets are open. */
    static void serve() {
        Config config = Config.create();
        var server = WebServer.builder().config(config.get("server")).routing(Gateway::routes);
        config.get("PORT").asInt().ifPresent(server::port);
        server.build().start();
    }

    static void routes(HttpRouting.Builder routing) {
        routing.get("/", (_, response) -> response.send(Page.html("Keystile")));
    }
}
