package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an access token stands for (RFC 7662 section 2.2).
 *
 * @param subject the user id, else the pseudonym of a person who gave none
 * @param user null when there is only a pseudonym
 * @param resource the one resource it is for
 */
public record ActiveToken(
        Issuer issuer,
        ClientId client,
        String subject,
        @Nullable UserId user,
        String resource,
        Scope scope,
        Instant ends) {}
