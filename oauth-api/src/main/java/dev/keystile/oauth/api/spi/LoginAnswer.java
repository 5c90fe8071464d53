package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Identity;

/** How a sign-in at an OpenID provider ends. The details are for the log and hold no secret. */
public sealed interface LoginAnswer {
    /** The provider says who it is. */
    record Identified(Identity identity) implements LoginAnswer {}

    /** The provider names nobody. */
    sealed interface Nobody extends LoginAnswer {
        /** Why, for the log. */
        String detail();
    }

    /** The person, or the provider for them, did not want to. */
    record Denied(String detail) implements Nobody {}

    /** The answer is not one that can be believed, or not to this sign-in. */
    record Refused(String detail) implements Nobody {}

    /** The provider cannot be used now. */
    record Unavailable(String detail) implements Nobody {}
}
