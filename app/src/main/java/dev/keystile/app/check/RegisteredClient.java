package dev.keystile.app.check;

import java.util.List;

/**
 * This program as a client of the gateway.
 *
 * @param managementUri where it manages its registration
 * @param managementToken what opens that; never printed
 */
record RegisteredClient(String id, String managementUri, String managementToken) {
    /** One that was never registered. */
    RegisteredClient(String id) {
        this(id, "", "");
    }

    /**
     * Registered without a port, as clients on a person's own machine do (RFC 8252 section 7.3).
     */
    static final List<String> REDIRECT_URIS =
            List.of("http://127.0.0.1/callback", "http://localhost/callback");

    /**
     * What requests name: the port is free. Nobody listens there, since no redirect is followed.
     */
    static final String REDIRECT_URI = "http://127.0.0.1:61234/callback";

    @Override
    public String toString() {
        return "RegisteredClient[" + id + "]";
    }
}
