package dev.keystile.oauth.api;

import java.util.regex.Pattern;

/**
 * The identifier of a connector, part of its URLs: 1 to 32 of {@code [a-z0-9-]}; {@code oauth} is
 * reserved.
 */
public record ConnectorId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,32}");

    /** Checks the shape. */
    public ConnectorId {
        if (!SHAPE.matcher(value).matches() || value.equals("oauth")) {
            throw new IllegalArgumentException(
                    "a connector id is 1 to 32 of [a-z0-9-] and not 'oauth': " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
