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
    CHOICE,
    /** It was not said which key. */
    WHICH_KEY,
    /** The person did not sign in at the provider. */
    IDENTITY_DENIED,
    /** The provider's answer cannot be believed. */
    IDENTITY_REFUSED,
    /** The provider gave no usable answer. */
    IDENTITY_UNAVAILABLE;

    /** The one for a key. */
    public static AccountProblem of(KeyProblem problem) {
        return switch (problem) {
            case MALFORMED, KEY_OF_ANOTHER, MALFORMED_USER_ID, IDENTITY_NOT_LINKED -> MALFORMED;
            case NO_CONNECTOR -> WHICH_KEY;
            case REJECTED, IDENTITY_KEY_REJECTED -> REJECTED;
            case UNAVAILABLE -> UNAVAILABLE;
            case NOT_THE_OWNER -> NOT_THE_OWNER;
            case NOT_CHECKABLE -> NOT_CHECKABLE;
            case IDENTITY_DENIED -> IDENTITY_DENIED;
            case IDENTITY_REFUSED -> IDENTITY_REFUSED;
            case IDENTITY_UNAVAILABLE -> IDENTITY_UNAVAILABLE;
        };
    }

    /** In words, with what to do next. */
    Remedy remedy(Pages pages) {
        String key = "account.problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        String provider = pages.provider() == null ? "" : pages.provider();
        return new Remedy(
                pages.texts().markup(key + ".title", provider),
                pages.texts().markup(key + ".next", provider),
                name().startsWith("IDENTITY") ? Remedy.Field.NONE : Remedy.Field.KEY,
                this != IDENTITY_DENIED);
    }
}
