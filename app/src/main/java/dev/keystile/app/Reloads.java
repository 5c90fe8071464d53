package dev.keystile.app;

import dev.keystile.app.http.Reloading;
import org.jspecify.annotations.Nullable;

/**
 * The file of settings and the certificate: each is taken or refused by itself, and an operator is
 * told of both.
 *
 * @param certificate null when somebody else speaks TLS
 */
record Reloads(Reloader settings, @Nullable CertificateReload certificate) implements Reloading {
    /** Looks whether there is something new. */
    void look() {
        if (certificate != null) {
            certificate.look();
        }
        settings.look();
    }

    @Override
    public State reload() {
        if (certificate != null) {
            certificate.reload();
        }
        settings.reload();
        return state();
    }

    @Override
    public State state() {
        State state = settings.state();
        String ofCertificate = certificate == null ? null : certificate.problem();
        return new State(
                state.since(), state.needRestart(), joined(state.problem(), ofCertificate));
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one + "; " + other;
    }
}
