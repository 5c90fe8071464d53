package dev.keystile.app.http;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.IntrospectionCallers;
import io.helidon.webserver.http.ServerRequest;

/** Lets the admin's token through (RFC 6750), and says 503 when the store is away. */
record AdminGuard(IntrospectionCallers callers) {
    /** What only the admin reads. */
    MethodTable get(Endpoint endpoint) {
        return MethodTable.get((request, reply) -> guard(endpoint, request, reply));
    }

    private void guard(Endpoint endpoint, ServerRequest request, Reply reply) {
        Secret token = Bearer.token(request);
        if (token == null || !callers.acceptsAdmin(token)) {
            Bearer.refuse(reply, token != null);
            return;
        }
        try {
            endpoint.answer(request, reply);
        } catch (StoreUnavailableException away) {
            reply.unavailable(StoreUnavailableException.RETRY_AFTER);
        }
    }
}
