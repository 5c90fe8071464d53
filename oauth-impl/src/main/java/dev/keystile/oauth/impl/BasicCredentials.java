package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HTTP Basic credentials of a client. OAuth form-encodes both parts first (RFC 6749 section 2.3.1),
 * many clients do not, so both readings count.
 */
final class BasicCredentials {
    private static final String SCHEME = "Basic ";

    private BasicCredentials() {}

    /** The readings of a header value, the specification's first; none when it is not Basic. */
    static List<ClientAuthentication.Claim> read(Secret header) {
        String value = header.reveal();
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return List.of();
        }
        return decode(value.substring(SCHEME.length()).strip()).stream()
                .flatMap(BasicCredentials::readings)
                .toList();
    }

    /**
     * Those of them that speak of the same client as the body.
     *
     * @param id the {@code client_id} in the body; null when there is none
     */
    static List<ClientAuthentication.Claim> read(Secret header, @Nullable String id) {
        return read(header).stream()
                .filter(claim -> id == null || id.equals(claim.clientId()))
                .toList();
    }

    private static Stream<ClientAuthentication.Claim> readings(String pair) {
        int colon = pair.indexOf(':');
        if (colon < 1) {
            return Stream.empty();
        }
        String id = pair.substring(0, colon);
        String secret = pair.substring(colon + 1);
        var raw = claim(id, secret);
        return formDecoded(id, secret)
                .map(decoded -> Stream.of(decoded, raw).distinct())
                .orElse(Stream.of(raw));
    }

    private static Optional<ClientAuthentication.Claim> formDecoded(String id, String secret) {
        try {
            return Optional.of(
                    claim(
                            URLDecoder.decode(id, StandardCharsets.UTF_8),
                            URLDecoder.decode(secret, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static ClientAuthentication.Claim claim(String id, String secret) {
        return new ClientAuthentication.Claim(id, secret.isEmpty() ? null : Secret.of(secret));
    }

    private static Optional<String> decode(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
