package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@link OAuthEndpoints}, as a host's HTTP server has it.
 *
 * @param uri its target; of it the path and the query are looked at
 * @param headers all values of a header, by its name in any case; null or empty when there is none
 * @param body the content with any transfer coding undone; at most {@value #MAX_BYTES} bytes and
 *     one more are read
 */
public record EndpointRequest(
        String method,
        URI uri,
        Function<String, @Nullable List<String>> headers,
        InputStream body) {
    /** Largest body that is taken, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String BEARER = "Bearer ";

    String path() {
        return uri.getRawPath();
    }

    List<String> values(String header) {
        List<String> values = headers.apply(header);
        return values == null ? List.of() : values;
    }

    /** Null when there is none. */
    @Nullable String value(String header) {
        List<String> values = values(header);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Empty when an escape is malformed. */
    Optional<Parameters> query() {
        String query = uri.getRawQuery();
        return Parameters.parse(query == null ? "" : query);
    }

    /** Empty when the body is none, or too long. */
    Optional<Parameters> form() throws IOException {
        return text("application/x-www-form-urlencoded").flatMap(Parameters::parse);
    }

    /** Empty when the body is not of this type, not UTF-8, or too long. */
    Optional<String> text(String type) throws IOException {
        List<String> sent = values("Content-Type");
        if (sent.size() != 1 || !essence(sent.getFirst()).equals(type)) {
            return Optional.empty();
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        return bytes.length > MAX_BYTES ? Optional.empty() : utf8(bytes);
    }

    /** Null when there is none, or more than one {@code Authorization} header. */
    @Nullable Secret bearer() {
        List<String> sent = values("Authorization");
        return sent.size() == 1
                        && sent.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Secret.of(sent.getFirst().substring(BEARER.length()).strip())
                : null;
    }

    /** Shows neither query nor headers: they hold secrets. */
    @Override
    public String toString() {
        return method + " " + path();
    }

    private static String essence(String type) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
