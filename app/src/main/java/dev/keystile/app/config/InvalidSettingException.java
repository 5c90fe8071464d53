package dev.keystile.app.config;

import java.io.Serial;

/** A setting is wrong. The message names it, says what was expected, and never holds a secret. */
public final class InvalidSettingException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    InvalidSettingException(Setting setting, String problem) {
        this(setting.toString(), problem);
    }

    /** The setting by the name that messages give it. */
    InvalidSettingException(String setting, String problem) {
        super(setting + ": " + problem);
    }

    InvalidSettingException(String message) {
        super(message);
    }

    /** The message in one line, for the log. */
    public String line() {
        return String.valueOf(getMessage()).replaceAll("\\p{Cntrl}", " ");
    }
}
