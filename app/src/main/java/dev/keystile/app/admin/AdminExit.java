package dev.keystile.app.admin;

/** The exit statuses of the commands, beside 0. */
final class AdminExit {
    /** The gateway or its store did not answer, or refused. */
    static final int FAILED = 1;

    /** An argument or a setting is wrong. */
    static final int USAGE = 2;

    /** There is no such item, or what was checked is not well. */
    static final int NOT_FOUND = 3;

    /** For the end of a command's help. */
    static final String[] HELP = {
        "",
        "Exit status: 0 done, 1 the gateway or its store did not answer or refused, 2 an argument or setting is"
                + " wrong, 3 there is no such item, or what was checked is not well."
    };

    private AdminExit() {}
}
