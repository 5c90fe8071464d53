package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import java.time.Instant;

/** An access token with its end and scope, and the refresh token that came with it. */
record TokenPair(Credential access, Instant accessEnds, Scope scope, Credential refresh) {}
