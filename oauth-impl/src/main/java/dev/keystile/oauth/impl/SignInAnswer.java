package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** With what an OpenID provider sends the browser back. */
sealed interface SignInAnswer {
    /** What stands in an answer once (OpenID Connect Core 1.0 section 3.1.2.5, RFC 9207). */
    Set<String> NAMES = Set.of("code", "error", "error_description", "iss", "state");

    /** To be redeemed at the token endpoint. */
    record Code(Secret code) implements SignInAnswer {}

    /** The person, or the provider for them, did not want to. */
    record Denied(String detail) implements SignInAnswer {}

    /** It is none of this provider, or one of a request that is wrong. */
    record Refused(String detail) implements SignInAnswer {}

    /** The provider says that it cannot now. */
    record Unavailable(String detail) implements SignInAnswer {}

    /** Reads an untrusted answer, whose {@code state} was checked already. */
    static SignInAnswer read(Parameters answer, ProviderMetadata metadata) {
        if (!answer.repeated(NAMES).isEmpty()) {
            return new Refused("a parameter of the answer stands there twice");
        }
        Optional<String> stranger = stranger(answer.value("iss"), metadata);
        if (stranger.isPresent()) {
            return new Refused(stranger.get());
        }
        String error = answer.value("error");
        if (error != null) {
            return failure(ProviderError.of(error));
        }
        Secret code = answer.secret("code");
        return code == null ? new Refused("the answer has no code") : new Code(code);
    }

    /** RFC 9207 section 2.4: an answer of another server, by mistake or on purpose. */
    private static Optional<String> stranger(@Nullable String issuer, ProviderMetadata metadata) {
        if (issuer == null) {
            return metadata.namesItself()
                    ? Optional.of("the answer has no iss, which was announced")
                    : Optional.empty();
        }
        return issuer.equals(metadata.issuer())
                ? Optional.empty()
                : Optional.of("the iss of the answer is another");
    }

    private static SignInAnswer failure(ProviderError error) {
        return switch (error.kind()) {
            case DENIED -> new Denied(error.detail());
            case REFUSED -> new Refused(error.detail());
            case UNAVAILABLE -> new Unavailable(error.detail());
        };
    }
}
