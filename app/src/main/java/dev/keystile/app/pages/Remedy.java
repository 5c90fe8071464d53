package dev.keystile.app.pages;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.UserId;
import java.time.Duration;

/**
 * A key problem in plain words, with what to do next.
 *
 * @param field what has to be typed anew
 */
record Remedy(String title, String next, Field field) {
    /** The fields of the key page. */
    enum Field {
        KEY,
        USER_ID,
        CONNECTOR,
        NONE
    }

    static Remedy of(KeyProblem problem, KeyPrompt prompt) {
        ConsentSubject subject = prompt.subject();
        Connector connector = subject.connector();
        String server = connector == null ? "The server" : connector.displayName();
        return switch (problem) {
            case MALFORMED ->
                    new Remedy(
                            "That is not a " + server + " key",
                            shape(connector == null ? "" : connector.keyPrefix()),
                            Field.KEY);
            case NO_CONNECTOR ->
                    new Remedy(
                            "Which server is your key for?",
                            "Choose one, and paste your key again. What you typed was sent nowhere.",
                            Field.CONNECTOR);
            case KEY_OF_ANOTHER -> keyOfAnother(prompt, server);
            case REJECTED ->
                    new Remedy(
                            server + " refused this key",
                            "It may be mistyped, expired or deleted"
                                    + otherUser(subject)
                                    + ". Copy it again, or make a new one, and paste that.",
                            Field.KEY);
            case UNAVAILABLE ->
                    new Remedy(
                            server + " did not answer",
                            "Your key could not be checked; it may well be right. Wait a minute, paste it again and"
                                    + " continue.",
                            Field.NONE);
            case MALFORMED_USER_ID ->
                    new Remedy(
                            "That user id cannot be part of a URL",
                            "Use 1 to 64 letters, digits or . _ ~ - or leave it empty. Then paste your key again.",
                            Field.USER_ID);
            case NOT_THE_OWNER -> notTheOwner(subject);
            case NOT_CHECKABLE ->
                    new Remedy(
                            "Nobody can sign in here yet",
                            server
                                    + " takes any key for a right one, so this gateway lets nobody in. Tell whoever runs"
                                    + " it that a key check has to be configured.",
                            Field.NONE);
        };
    }

    /** Too many keys were tried, and in so long one more may be. */
    static Remedy later(Duration wait) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return new Remedy(
                "Too many tries",
                "What you typed was not checked. Wait "
                        + (minutes == 1 ? "a minute" : minutes + " minutes")
                        + ", look for the right key meanwhile, and paste it then.",
                Field.NONE);
    }

    private static Remedy keyOfAnother(KeyPrompt prompt, String server) {
        Connector other = prompt.keyOf();
        String name = other == null ? "another server" : other.displayName();
        String next =
                prompt.choices().isEmpty()
                        ? "This app asks to use "
                                + server
                                + ". Paste a key of that, or deny and connect your app to the URL of "
                                + name
                                + "."
                        : "Choose "
                                + name
                                + " and paste it again, or paste a key of "
                                + server
                                + ".";
        return new Remedy(
                "This looks like a key of " + name,
                "What you typed was sent nowhere. " + next,
                prompt.choices().isEmpty() ? Field.KEY : Field.CONNECTOR);
    }

    private static String otherUser(ConsentSubject subject) {
        ProtectedResource resource = subject.resource();
        UserId user = resource == null ? null : resource.user();
        return user == null ? "" : ", or belong to another user than " + user;
    }

    private static String shape(String prefix) {
        String begin =
                prefix.isEmpty()
                        ? "A key is one word"
                        : "A key begins with " + prefix + " and is one word";
        return begin
                + " without spaces. What you typed was sent nowhere. Copy the whole key and paste it.";
    }

    private static Remedy notTheOwner(ConsentSubject subject) {
        String title = "This key belongs to somebody else";
        return subject.resource() == null
                ? new Remedy(
                        title,
                        "It is not the key of the user id you typed. Correct the user id or leave it empty, and paste"
                                + " your key again.",
                        Field.USER_ID)
                : new Remedy(
                        title,
                        "It is not the key of the user in the URL above. Paste that user's key, or deny and connect"
                                + " your app to your own URL.",
                        Field.KEY);
    }
}
