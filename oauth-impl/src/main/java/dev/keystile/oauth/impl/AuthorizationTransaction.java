package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A validated authorization request in flight. It is not stored; it travels sealed in the page.
 *
 * @param redirectUri as requested, already allowed
 * @param resource the resource's URI; null while the person has to choose
 * @param key the accepted key; null until it was typed
 * @param identity who signed in on the way; null when nobody did
 */
record AuthorizationTransaction(
        Asker asker,
        String redirectUri,
        @Nullable Secret state,
        String codeChallenge,
        Scope scope,
        @Nullable String resource,
        Instant ends,
        @Nullable AcceptedKey key,
        @Nullable SignedIn identity) {

    /**
     * The client as it was when it asked: what it says of itself later changes nothing here.
     *
     * @param name its own choice; null when it gave none
     * @param metadata digest of all that it said of itself
     */
    record Asker(ClientId id, @Nullable String name, AuthMethod method, Digest metadata) {}

    /** A key that the upstream accepted moments ago, and whom it named as its owner. */
    record AcceptedKey(Secret apiKey, @Nullable UserId owner) {}

    /**
     * Somebody who signed in with an identity.
     *
     * @param keyLinked whether the key is the one that is linked with it
     */
    record SignedIn(Identity identity, boolean keyLinked) {}

    ClientId client() {
        return asker.id();
    }

    AuthorizationTransaction accepted(String chosenResource, AcceptedKey accepted, Instant until) {
        return with(chosenResource, until, accepted, identity);
    }

    /** The same for a resource that the person chose. */
    AuthorizationTransaction at(String chosenResource) {
        return with(chosenResource, ends, null, identity);
    }

    /** The same with somebody who signed in, who may take until then. */
    AuthorizationTransaction of(SignedIn person, Instant until) {
        return with(resource, until, null, person);
    }

    private AuthorizationTransaction with(
            @Nullable String chosenResource,
            Instant until,
            @Nullable AcceptedKey accepted,
            @Nullable SignedIn person) {
        return new AuthorizationTransaction(
                asker,
                redirectUri,
                state,
                codeChallenge,
                scope,
                chosenResource,
                until,
                accepted,
                person);
    }

    /** Whether the key is the one that is linked with the identity of whoever signed in. */
    boolean keyLinked() {
        return identity != null && identity.keyLinked();
    }
}
