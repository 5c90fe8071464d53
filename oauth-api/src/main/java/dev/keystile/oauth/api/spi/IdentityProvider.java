package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;

/**
 * Where people sign in with an identity that they have elsewhere: an OpenID provider, by the
 * authorization code flow (OpenID Connect Core 1.0 section 3.1) with PKCE (RFC 7636). Takes as long
 * as the provider does, within the implementation's own time limits; never throws for what the
 * provider does. Safe for use by many threads.
 */
public interface IdentityProvider {
    /** What people know it by, for the pages. */
    String name();

    /**
     * Where to send the browser (section 3.1.2.1).
     *
     * @param state to be sent along and brought back as it is; up to some thousand characters
     * @param language a tag of BCP 47 for {@code ui_locales}
     */
    LoginStart start(Login login, Secret state, String language);

    /**
     * Whom the provider names (sections 3.1.2.5 to 3.1.3.7).
     *
     * @param login the same that began; that it comes from the same browser was checked already
     * @param answer the query with which the browser came back; its {@code state} was checked
     *     already
     */
    LoginAnswer finish(Login login, Parameters answer);
}
