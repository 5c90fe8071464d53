package dev.keystile.app.pages;

import dev.keystile.oauth.api.KeyProblem;
import java.util.Locale;

/** Why something on the account page was not done. */
public enum AccountProblem {
    /** That is no key. */
    MALFORMED,
    /** Nothing is connected with the key. */
    UNKNOWN,
    /** The server refused the key. */
    REJECTED,
    /** The server did not answer. */
    UNAVAILABLE,
    /** It is somebody else's key. */
    NOT_THE_OWNER,
    /** The server takes any key. */
    NOT_CHECKABLE,
    /** The session's key is dead. */
    DEAD,
    /** There is no session. */
    OVER,
    /** No tools were chosen. */
    CHOICE;

    /** The one for a key. */
    public static AccountProblem of(KeyProblem problem) {
        return switch (problem) {
            case MALFORMED, NO_CONNECTOR, KEY_OF_ANOTHER, MALFORMED_USER_ID -> MALFORMED;
            case REJECTED -> REJECTED;
            case UNAVAILABLE -> UNAVAILABLE;
            case NOT_THE_OWNER -> NOT_THE_OWNER;
            case NOT_CHECKABLE -> NOT_CHECKABLE;
        };
    }

    /** In words, with what to do next. */
    Remedy remedy(Texts texts) {
        String key = "account.problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Remedy(
                texts.markup(key + ".title"), texts.markup(key + ".next"), Remedy.Field.KEY);
    }
}
