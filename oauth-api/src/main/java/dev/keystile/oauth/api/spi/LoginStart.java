package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Secret;

/** How a sign-in at an OpenID provider begins. */
public sealed interface LoginStart {
    /** The authorization request to send the browser to; it holds the state and the nonce. */
    record To(Secret url) implements LoginStart {}

    /** The provider cannot be used now. */
    record Unavailable(String detail) implements LoginStart {}
}
