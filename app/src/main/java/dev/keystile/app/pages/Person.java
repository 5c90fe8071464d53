package dev.keystile.app.pages;

import dev.keystile.oauth.api.Identity;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in with an identity.
 *
 * @param label what they know themselves by there; the subject where nothing visible is left of it
 * @param host of the provider that says so
 */
record Person(String label, String host) {
    static Person of(Identity identity) {
        String label = ShownText.of(identity.label());
        String host = URI.create(identity.issuer()).getHost();
        return new Person(
                label.isEmpty() ? ShownText.of(identity.subject()) : label,
                host == null ? ShownText.of(identity.issuer()) : host);
    }

    /** The same; null for nobody. */
    static @Nullable Person ofAny(@Nullable Identity identity) {
        return identity == null ? null : of(identity);
    }
}
