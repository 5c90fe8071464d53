package dev.keystile.app.pages;

import dev.keystile.oauth.api.ConsentSubject;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: what is known of a client first, what it says of itself second.
 *
 * @param name the client's own choice; null when it gave none that can be seen
 * @param documentHost the host that publishes its description; null for a registered client
 * @param redirectHost where the browser goes afterwards
 * @param onOwnMachine whether any program on the person's own machine can pose as it
 */
record Asker(
        @Nullable String name,
        @Nullable String documentHost,
        String redirectHost,
        boolean onOwnMachine) {
    static Asker of(ConsentSubject subject) {
        return new Asker(
                visible(subject.clientName()),
                subject.documentHost(),
                subject.redirectHost(),
                subject.loopback());
    }

    /** At the head of a page. */
    String title() {
        return onOwnMachine ? "An app on your device" : host();
    }

    /** Within a sentence. */
    String called() {
        return onOwnMachine ? "this app" : host();
    }

    /** At the beginning of a sentence. */
    String calledFirst() {
        return onOwnMachine ? "This app" : host();
    }

    /**
     * Whether the description is proof of who asks: nobody but its publisher named the URI that the
     * browser goes to.
     */
    boolean verified() {
        return documentHost != null && !onOwnMachine;
    }

    /** Whether the browser goes to another host than the one that vouches. */
    boolean elsewhere() {
        return verified() && !redirectHost.equals(documentHost);
    }

    private String host() {
        return documentHost == null ? redirectHost : documentHost;
    }

    private static @Nullable String visible(@Nullable String name) {
        String shown = name == null ? "" : ShownText.of(name);
        return shown.isEmpty() ? null : shown;
    }
}
