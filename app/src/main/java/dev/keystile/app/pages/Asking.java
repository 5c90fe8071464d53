package dev.keystile.app.pages;

import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.ProtectedResource;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what, as both consent pages show it.
 *
 * @param name the client's own choice; null when it gave none that can be seen
 * @param url the URL that the token will fit; null while the person still has to choose
 */
record Asking(
        String host,
        @Nullable String name,
        boolean loopback,
        String connector,
        @Nullable String url,
        boolean personal) {
    static Asking of(ConsentSubject subject) {
        ProtectedResource resource = subject.resource();
        return new Asking(
                subject.redirectHost(),
                visible(subject.clientName()),
                subject.loopback(),
                subject.connector().displayName(),
                resource == null ? null : resource.uri(),
                resource != null && resource.user() != null);
    }

    private static @Nullable String visible(@Nullable String name) {
        String shown = name == null ? "" : ShownText.of(name);
        return shown.isEmpty() ? null : shown;
    }
}
