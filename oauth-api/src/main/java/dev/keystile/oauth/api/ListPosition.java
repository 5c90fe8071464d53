package dev.keystile.oauth.api;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in a list: behind the record with this id, which ended then.
 *
 * @param id of the record
 * @param ends its end
 */
public record ListPosition(String id, Instant ends) {
    /** As it travels; to be brought back as it is. */
    public String text() {
        String plain = ends.getEpochSecond() + " " + ends.getNano() + " " + id;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The place that a text names; empty when it names none. */
    public static Optional<ListPosition> parse(String text) {
        try {
            byte[] plain = Base64.getUrlDecoder().decode(text);
            String[] parts = new String(plain, StandardCharsets.UTF_8).split(" ", 3);
            return parts.length < 3
                    ? Optional.empty()
                    : Optional.of(
                            new ListPosition(
                                    parts[2],
                                    Instant.ofEpochSecond(
                                            Long.parseLong(parts[0]), Long.parseLong(parts[1]))));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
            return Optional.empty();
        }
    }
}
