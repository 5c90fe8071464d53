package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for what: what every consent page says.
 *
 * @param clientName the client's own choice of name, cleaned of control and direction characters;
 *     null when it gave none
 * @param documentHost the host that publishes the client's metadata document; null for a registered
 *     client, of which nothing is verified
 * @param redirectHost where the browser goes afterwards: the host, or the scheme of a private-use
 *     URI
 * @param loopback whether the client runs on the person's own machine: any program there can pose
 *     as it, whatever its document says
 * @param scope what it would be granted
 * @param connector whose key is asked for; null while the person still has to choose among several
 * @param resource the URL that the token will fit; null while the person still has to choose
 */
public record ConsentSubject(
        @Nullable String clientName,
        @Nullable String documentHost,
        String redirectHost,
        boolean loopback,
        Scope scope,
        @Nullable Connector connector,
        @Nullable ProtectedResource resource) {}
