package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Secret;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tokens by which operators are known; only digests of them are held, and none is printed. */
public final class OperatorTokens {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{32,512}");

    private final @Nullable Digest admin;
    private final @Nullable Digest viewer;

    private OperatorTokens(@Nullable Digest admin, @Nullable Digest viewer) {
        this.admin = admin;
        this.viewer = viewer;
    }

    /**
     * These. The message of the exception fits a start-up error.
     *
     * @param admin null for nobody, who then may not see anything either
     * @param viewer null for no further one
     */
    public static OperatorTokens of(@Nullable Secret admin, @Nullable Secret viewer) {
        Digest one = digest(admin);
        Digest other = digest(viewer);
        if (other != null && (one == null || one.matches(other))) {
            throw new IllegalArgumentException(
                    "expected nothing, or another token than the admin's, who has to have one");
        }
        return new OperatorTokens(one, other);
    }

    /** What is held of a token; throws when it has not the shape of one. */
    static @Nullable Digest digest(@Nullable Secret token) {
        if (token != null && !TOKEN.matcher(token.reveal()).matches()) {
            throw new IllegalArgumentException("expected 32 to 512 visible ASCII characters");
        }
        return token == null ? null : Digest.of(token);
    }

    /** Whether there is an admin. */
    public boolean any() {
        return admin != null;
    }

    /** Whose token it is; empty when it is nobody's. */
    public Optional<OperatorRole> role(Secret token) {
        boolean isAdmin = Digest.proves(token, admin);
        boolean isViewer = Digest.proves(token, viewer);
        return isAdmin
                ? Optional.of(OperatorRole.ADMIN)
                : isViewer ? Optional.of(OperatorRole.VIEWER) : Optional.empty();
    }

    /** Changes with the tokens. */
    String mark() {
        return Digest.of(Crypto.utf8(value(admin) + " " + value(viewer))).value();
    }

    private static String value(@Nullable Digest digest) {
        return digest == null ? "" : digest.value();
    }

    @Override
    public String toString() {
        return "OperatorTokens[redacted]";
    }
}
