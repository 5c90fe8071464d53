package dev.keystile.oauth.impl;

import java.net.UnknownHostException;

/** A host that this server does not ask, though it may exist. The message is for the log. */
final class RefusedHostException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedHostException(String message) {
        super(message);
    }
}
