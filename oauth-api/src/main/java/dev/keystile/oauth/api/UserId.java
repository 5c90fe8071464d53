package dev.keystile.oauth.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user's identifier as it stands in a personal URL: 1 to 64 of {@code [A-Za-z0-9._~-]}, not
 * {@code .} or {@code ..}, never percent-encoded.
 */
public record UserId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    /** Checks the shape of a trusted value. */
    public UserId {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a user id");
        }
    }

    /** Reads an untrusted value; empty when the shape is wrong. */
    public static Optional<UserId> parse(String value) {
        return valid(value) ? Optional.of(new UserId(value)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean valid(String value) {
        return SHAPE.matcher(value).matches() && !value.equals(".") && !value.equals("..");
    }
}
