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
        Texts texts,
        @Nullable String name,
        @Nullable String documentHost,
        String redirectHost,
        boolean onOwnMachine) {
    static Asker of(ConsentSubject subject, Texts texts) {
        return new Asker(
                texts,
                visible(subject.clientName()),
                subject.documentHost(),
                subject.redirectHost(),
                subject.loopback());
    }

    /** At the head of a page. */
    String title() {
        return onOwnMachine ? texts.plain("asker.app-on-device") : host();
    }

    /** Within a sentence. */
    String called() {
        return onOwnMachine ? texts.plain("asker.this-app") : host();
    }

    /** At the beginning of a sentence. */
    String calledFirst() {
        return onOwnMachine ? texts.plain("asker.this-app.first") : host();
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

    /** That one should know both hosts. */
    Markup bothHosts() {
        return texts.markup("asking.both-hosts", host(), redirectHost);
    }

    /** That a host publishes its description. */
    Markup published() {
        return texts.markup("who.published", host());
    }

    /** That it only says to be what a host describes. */
    Markup claimed() {
        return texts.markup("who.claimed", host());
    }

    /** What a verified app calls itself. */
    Markup selfName() {
        return name == null
                ? texts.markup("who.app-without-name")
                : texts.markup("who.app-name", name);
    }

    /** What an unverified app calls itself. */
    Markup claimedName() {
        return name == null
                ? texts.markup("who.without-name")
                : texts.markup("who.claimed-name", name);
    }

    private String host() {
        return documentHost == null ? redirectHost : documentHost;
    }

    private static @Nullable String visible(@Nullable String name) {
        String shown = name == null ? "" : ShownText.of(name);
        return shown.isEmpty() ? null : shown;
    }
}
