package dev.keystile.oauth.impl;

/**
 * The latest session of a grant as it is stored.
 *
 * @param sealed under the operator's outer layer: the session's id and what it was opened with
 */
record SealedSession(String sealed) {}
