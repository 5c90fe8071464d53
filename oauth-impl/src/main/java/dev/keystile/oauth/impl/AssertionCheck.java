package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientKeys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Client authentication by a signed assertion: {@code private_key_jwt} (RFC 7523 section 2.2,
 * OpenID Connect Core section 9).
 */
record AssertionCheck(
        Clients clients,
        AssertionRules rules,
        PublishedKeys published,
        UsedAssertions used,
        InstantSource clock) {
    /** Whether a client signed it for this server. */
    sealed interface Outcome {
        /** This client did, and the assertion is used up. */
        record Proven(Clients.Known client) implements Outcome {}

        /**
         * None did.
         *
         * @param detail for the log
         */
        record Refused(String detail) implements Outcome {}

        /**
         * Nobody can say now.
         *
         * @param detail for the log
         */
        record Undecided(String detail, Duration retryAfter) implements Outcome {}
    }

    /**
     * Checks what costs nothing first: nothing is fetched for an assertion that could not count.
     */
    Outcome check(Assertion assertion, @Nullable String clientId) {
        Optional<String> flaw = rules.flaw(assertion, clock.instant());
        if (flaw.isPresent()) {
            return new Outcome.Refused(flaw.get());
        }
        if (clientId != null && !clientId.equals(assertion.clientId())) {
            return new Outcome.Refused("client_id and sub are not one client");
        }
        return switch (clients.find(assertion.clientId())) {
            case Clients.Lookup.Found(Clients.Known client) -> of(client, assertion);
            case Clients.Lookup.Unknown(String detail) -> new Outcome.Refused(detail);
            case Clients.Lookup.Unreachable(String detail) ->
                    new Outcome.Undecided(detail, PublishedKeys.RETRY);
        };
    }

    private Outcome of(Clients.Known client, Assertion assertion) {
        if (client.client().method() != AuthMethod.PRIVATE_KEY_JWT) {
            return new Outcome.Refused("not the method of this client");
        }
        return switch (keys(client.client().metadata().keys(), assertion)) {
            case PublishedKeys.Lookup.Found(KeySet keys) ->
                    keys.signed(assertion)
                            ? once(client, assertion)
                            : new Outcome.Refused("no key of this client signed it");
            case PublishedKeys.Lookup.None(String detail) -> new Outcome.Refused(detail);
            case PublishedKeys.Lookup.Unreachable(String detail, Duration retryAfter) ->
                    new Outcome.Undecided(detail, retryAfter);
        };
    }

    private PublishedKeys.Lookup keys(@Nullable ClientKeys keys, Assertion assertion) {
        return switch (keys) {
            case null -> new PublishedKeys.Lookup.None("this client has no keys");
            case ClientKeys.Inline(String json) ->
                    StrictJson.read(Crypto.utf8(json))
                            .flatMap(KeySet::of)
                            .<PublishedKeys.Lookup>map(PublishedKeys.Lookup.Found::new)
                            .orElse(new PublishedKeys.Lookup.None("no key set"));
            case ClientKeys.Published(String uri) ->
                    published.find(uri, set -> set.settles(assertion));
        };
    }

    private Outcome once(Clients.Known client, Assertion assertion) {
        return used.use(assertion)
                ? new Outcome.Proven(client)
                : new Outcome.Refused("used before");
    }
}
