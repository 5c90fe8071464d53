package dev.keystile.oauth.impl.rfc7662;

import static dev.keystile.oauth.impl.InMemoryServer.basic;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.IntrospectionCallers;
import java.util.Map;

/**
 * An authorization server that two resource servers and an admin may ask, and a client with tokens.
 */
abstract class IntrospectionCase {
    static final String ID = "memory-server";
    static final String SECRET = "0123456789abcdefghij.~_-ABCDEFGHIJ";
    static final String ADMIN = "an/admin+token=of-more-than-32-characters";
    static final IntrospectionCallers CALLERS =
            IntrospectionCallers.of(
                    Map.of(ID, Secret.of(SECRET), "other", Secret.of("o".repeat(32))),
                    Secret.of(ADMIN));

    final InMemoryServer gateway = new InMemoryServer(CALLERS);
    final ClientInformation client = gateway.publicClient();
    final TokenResponse tokens = gateway.signIn(client);

    IntrospectionOutcome introspect(Form form, String authorization) {
        return introspect(gateway.server, form, authorization);
    }

    static IntrospectionOutcome introspect(
            DefaultAuthorizationServer server, Form form, String authorization) {
        Secret header = authorization == null ? null : Secret.of(authorization);
        return server.introspection().introspect(new ClientRequest(form.parameters(), header));
    }

    IntrospectionOutcome introspect(Secret token) {
        return introspect(Form.of("token", token.reveal()), basic(ID, SECRET));
    }
}
