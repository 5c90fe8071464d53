package dev.keystile.bench.load;

import java.io.IOException;

/**
 * An authorization server, as clients and persons find it.
 *
 * @param name in the report
 * @param port on loopback, for HTTP without TLS
 * @param paths of its endpoints
 * @param person who signs in at its pages
 */
record AuthorizationServer(String name, int port, Paths paths, Person person) {
    /** Where clients ask for what. */
    record Paths(String registration, String authorization, String token) {}

    /** Somebody who lets each client in. */
    @FunctionalInterface
    interface Person {
        /**
         * Does what is to be done at the pages.
         *
         * @param answer to the authorization request
         * @return the answer that leads back to the client
         */
        HttpCaller.Answer agree(Browser browser, HttpCaller.Answer answer) throws IOException;
    }

    String origin() {
        return "http://localhost:" + port;
    }

    /** The resource that tokens are for. */
    String resource() {
        return origin() + "/mcp";
    }
}
