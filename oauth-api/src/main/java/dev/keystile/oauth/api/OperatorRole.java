package dev.keystile.oauth.api;

/** What an operator may do. */
public enum OperatorRole {
    /** See everything. */
    VIEWER,
    /** Change it too. */
    ADMIN;

    /** Whether this is enough where another role is asked for. */
    public boolean covers(OperatorRole needed) {
        return compareTo(needed) >= 0;
    }
}
