package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Secret;
import java.time.Instant;

/**
 * One sign-in at an OpenID provider, with what is drawn anew for each.
 *
 * @param nonce comes back in the ID token (OpenID Connect Core 1.0 section 3.1.2.1)
 * @param codeVerifier of PKCE with S256 (RFC 7636 section 4.1)
 * @param begun when the browser was sent there; a fresh sign-in is not from before
 */
public record Login(Secret nonce, Secret codeVerifier, Instant begun) {}
