package dev.keystile.app.pages;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for what, as both consent pages show it.
 *
 * @param connector null while the person still has to choose among several
 * @param readOnly whether it would be allowed to read and nothing else
 * @param url the URL that the token will fit; null while the person still has to choose
 */
record Asking(
        Asker asker,
        @Nullable String connector,
        boolean readOnly,
        @Nullable String url,
        boolean personal) {
    static Asking of(ConsentSubject subject, Texts texts) {
        return of(subject, subject.connector(), texts);
    }

    /**
     * The same with the connector named so; null where another may still be chosen in its place.
     */
    static Asking of(ConsentSubject subject, @Nullable Connector connector, Texts texts) {
        ProtectedResource resource = subject.resource();
        return new Asking(
                Asker.of(subject, texts),
                connector == null ? null : connector.displayName(),
                !subject.scope().covers(Scope.MCP),
                resource == null ? null : resource.uri(),
                resource != null && resource.user() != null);
    }

    /** What is asked for, within a sentence. */
    String served() {
        return connector == null ? texts().plain("asking.chosen-server") : connector;
    }

    /** That it asks, after its name. */
    Markup asks() {
        return texts().markup("asking.asks", served());
    }

    /** What it may do once allowed. */
    Markup may() {
        return texts().markup(readOnly ? "asking.may.read" : "asking.may.everything");
    }

    /** What kind of URL it is. */
    Markup kind() {
        return texts().markup(personal ? "asking.personal-url" : "asking.shared-url");
    }

    /** The URL in the pieces between which a narrow page may break it. */
    List<String> urlPieces() {
        return url == null ? List.of() : Copyable.pieces(url);
    }

    private Texts texts() {
        return asker.texts();
    }
}
