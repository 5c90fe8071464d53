package dev.keystile.oauth.impl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The grant types of the token endpoint (RFC 6749 sections 4.1.3 and 6). */
enum GrantType {
    AUTHORIZATION_CODE,
    REFRESH_TOKEN;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
        return Stream.of(values()).map(GrantType::value).toList();
    }

    static Optional<GrantType> of(@Nullable String value) {
        return Stream.of(values()).filter(type -> type.value().equals(value)).findFirst();
    }
}
