package dev.keystile.oauth.impl;

import java.time.Instant;

/** An access token with its end, and the refresh token that came with it. */
record TokenPair(Credential access, Instant accessEnds, Credential refresh) {}
