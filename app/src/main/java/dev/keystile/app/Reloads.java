package dev.keystile.app;

import dev.keystile.app.http.Reloading;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        String problem =
                Stream.of(
                                Stream.ofNullable(state.problem()),
                                Stream.ofNullable(certificate)
                                        .map(CertificateReload::problem)
                                        .flatMap(Stream::ofNullable))
                        .flatMap(each -> each)
                        .collect(Collectors.joining("; "));
        return new State(state.since(), state.needRestart(), problem.isEmpty() ? null : problem);
    }
}
