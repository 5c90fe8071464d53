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
 * @param wrong whether something went wrong; otherwise it only has to go on
 */
record Remedy(Markup title, Markup next, Field field, boolean wrong) {
    Remedy(Markup title, Markup next, Field field) {
        this(title, next, field, true);
    }

    /** What it looks like. */
    String tone() {
        return wrong ? "bad" : "warn";
    }

    private Remedy mild() {
        return new Remedy(title, next, field, false);
    }

    /** The fields of the key page. */
    enum Field {
        KEY,
        USER_ID,
        CONNECTOR,
        NONE
    }

    static Remedy of(KeyProblem problem, KeyPrompt prompt, Texts texts) {
        return new Finder(prompt, texts).find(problem);
    }

    /** Too many keys were tried, and in so long one more may be. */
    static Remedy later(Duration wait, Texts texts) {
        long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
        return new Remedy(
                texts.markup("remedy.later.title"),
                texts.markup("remedy.later.next", minutes),
                Field.NONE);
    }

    /** Finds the words. */
    private record Finder(KeyPrompt prompt, Texts texts) {
        Remedy find(KeyProblem problem) {
            return switch (problem) {
                case MALFORMED -> malformed();
                case NO_CONNECTOR -> remedy("no-connector", Field.CONNECTOR);
                case KEY_OF_ANOTHER -> keyOfAnother();
                case REJECTED -> rejected();
                case UNAVAILABLE -> remedy("unavailable", Field.NONE, server());
                case MALFORMED_USER_ID -> remedy("malformed-user-id", Field.USER_ID);
                case NOT_THE_OWNER -> notTheOwner();
                case NOT_CHECKABLE -> remedy("not-checkable", Field.NONE, server());
                case IDENTITY_NOT_LINKED ->
                        remedy("identity-not-linked", Field.NONE, server()).mild();
                case IDENTITY_KEY_REJECTED -> remedy("identity-key-rejected", Field.NONE, server());
                case IDENTITY_DENIED -> remedy("identity-denied", Field.NONE, provider()).mild();
                case IDENTITY_REFUSED -> remedy("identity-refused", Field.NONE, provider());
                case IDENTITY_UNAVAILABLE -> remedy("identity-unavailable", Field.NONE, provider());
            };
        }

        private Remedy malformed() {
            Connector connector = subject().connector();
            if (connector == null) {
                return remedy("malformed-any", Field.KEY);
            }
            return connector.keyPrefix().isEmpty()
                    ? remedy("malformed", Field.KEY, server())
                    : remedy("malformed-prefix", Field.KEY, server(), connector.keyPrefix());
        }

        private Remedy rejected() {
            ProtectedResource resource = subject().resource();
            UserId user = resource == null ? null : resource.user();
            return user == null
                    ? remedy("rejected", Field.KEY, server())
                    : remedy("rejected-user", Field.KEY, server(), user.toString());
        }

        private Remedy keyOfAnother() {
            Connector other = prompt.keyOf();
            String name =
                    other == null ? texts.plain("remedy.another-server") : other.displayName();
            return prompt.choices().isEmpty()
                    ? remedy("key-of-another", Field.KEY, server(), name)
                    : remedy("key-of-another-choice", Field.CONNECTOR, server(), name);
        }

        private Remedy notTheOwner() {
            return subject().resource() == null
                    ? remedy("not-the-owner-typed", Field.USER_ID)
                    : remedy("not-the-owner", Field.KEY);
        }

        private Remedy remedy(String key, Field field, Object... arguments) {
            return new Remedy(
                    texts.markup("remedy." + key + ".title", arguments),
                    texts.markup("remedy." + key + ".next", arguments),
                    field);
        }

        private String provider() {
            String provider = prompt.provider();
            return provider == null ? texts.plain("remedy.server") : provider;
        }

        private String server() {
            Connector connector = subject().connector();
            return connector == null ? texts.plain("remedy.server") : connector.displayName();
        }

        private ConsentSubject subject() {
            return prompt.subject();
        }
    }
}
