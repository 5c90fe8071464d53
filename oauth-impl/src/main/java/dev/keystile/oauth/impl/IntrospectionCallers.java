package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may introspect tokens: resource servers, by id and secret, and the admin, by a bearer token.
 * Only digests of both are held; it prints the ids alone.
 */
public final class IntrospectionCallers {
    /** Nobody. */
    public static final IntrospectionCallers NONE = of(Map.of(), null);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._~-]{32,512}");

    private final Map<String, Digest> resourceServers;
    private final @Nullable Digest adminToken;

    private IntrospectionCallers(Map<String, Digest> resourceServers, @Nullable Digest adminToken) {
        this.resourceServers = resourceServers;
        this.adminToken = adminToken;
    }

    /**
     * These. The message of the exception says what is wrong, shows no secret, and fits a start-up
     * error.
     *
     * @param resourceServers their secrets by their ids
     * @param adminToken null for no admin
     */
    public static IntrospectionCallers of(
            Map<String, Secret> resourceServers, @Nullable Secret adminToken) {
        Map<String, Digest> digests = new TreeMap<>();
        resourceServers.forEach((id, secret) -> {
            require(ID, id, "ids of 1 to 64 characters of A-Z a-z 0-9 . _ ~ -");
            require(SECRET, secret.reveal(), "secrets of 32 to 512 of A-Z a-z 0-9 . _ ~ -");
            digests.put(id, Digest.of(secret));
        });
        return new IntrospectionCallers(digests, OperatorTokens.digest(adminToken));
    }

    /** Whether there is a resource server, to which the endpoint is worth advertising. */
    boolean resourceServer() {
        return !resourceServers.isEmpty();
    }

    /** Whether the secret is that of the resource server with this id. */
    boolean accepts(String id, @Nullable Secret secret) {
        return Digest.proves(secret, resourceServers.get(id));
    }

    /** Whether it is the admin's token. */
    public boolean acceptsAdmin(Secret token) {
        return Digest.proves(token, adminToken);
    }

    @Override
    public String toString() {
        return "IntrospectionCallers["
                + String.join(", ", resourceServers.keySet())
                + (adminToken == null ? "" : ", admin")
                + "]";
    }

    private static void require(Pattern shape, String value, String expected) {
        if (!shape.matcher(value).matches()) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
