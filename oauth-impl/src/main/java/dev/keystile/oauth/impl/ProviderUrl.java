package dev.keystile.oauth.impl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** URLs of an OpenID provider: https, or http when the host is this machine itself. */
final class ProviderUrl {
    private ProviderUrl() {}

    /** Empty when it is none, or null. */
    static Optional<URI> parse(@Nullable String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new URI(text)).filter(ProviderUrl::sound);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    static boolean sound(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && ("https".equals(uri.getScheme()) || loopback(uri));
    }

    private static boolean loopback(URI uri) {
        return "http".equals(uri.getScheme()) && RedirectUri.LOOPBACK.contains(uri.getHost());
    }
}
