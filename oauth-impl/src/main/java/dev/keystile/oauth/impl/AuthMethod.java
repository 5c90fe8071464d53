package dev.keystile.oauth.impl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a client proves itself at the token endpoint (OAuth 2.1 section 2.4). */
enum AuthMethod {
    /** A public client: it only names itself. */
    NONE,
    CLIENT_SECRET_POST,
    CLIENT_SECRET_BASIC,
    /** An assertion that the client signs (RFC 7523, OpenID Connect Core section 9). */
    PRIVATE_KEY_JWT;

    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it rests on a secret that this server hands out. */
    boolean needsSecret() {
        return switch (this) {
            case CLIENT_SECRET_POST, CLIENT_SECRET_BASIC -> true;
            case NONE, PRIVATE_KEY_JWT -> false;
        };
    }

    /** Orders the methods by what an attacker would have to hold; a larger one may not give way. */
    int strictness() {
        return switch (this) {
            case NONE -> 0;
            case CLIENT_SECRET_POST, CLIENT_SECRET_BASIC -> 1;
            case PRIVATE_KEY_JWT -> 2;
        };
    }

    static Optional<AuthMethod> of(String value) {
        return Stream.of(values()).filter(method -> method.value().equals(value)).findFirst();
    }

    static List<String> all() {
        return Stream.of(values()).map(AuthMethod::value).toList();
    }

    /**
     * What the metadata names: some clients choose {@code private_key_jwt} wherever it is there.
     */
    static List<String> offered(ClientPolicy policy) {
        return Stream.of(values())
                .filter(method -> method != PRIVATE_KEY_JWT || policy.advertisePrivateKeyJwt())
                .map(AuthMethod::value)
                .toList();
    }
}
