package dev.keystile.oauth.api;

/** What a client's {@code resource} value means here (RFC 8707 section 2). */
public sealed interface ResourceMatch {
    /** It is one of ours. */
    record Found(ProtectedResource resource) implements ResourceMatch {}

    /**
     * It is the bare origin, as some older clients send it: the person chooses which resource is
     * meant.
     */
    record Origin() implements ResourceMatch {}

    /** It is malformed, foreign, or names nothing here. */
    record Unknown() implements ResourceMatch {}
}
