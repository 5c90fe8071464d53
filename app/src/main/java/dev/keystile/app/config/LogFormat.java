package dev.keystile.app.config;

/** How the log is written. */
public enum LogFormat {
    /** Text on a terminal, else JSON. */
    AUTO,
    /** For people. */
    TEXT,
    /** For machines. */
    JSON
}
