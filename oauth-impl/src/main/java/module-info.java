/**
 * The authorization server behind the contract: clients, accounts, grants, consent, tokens, and the
 * memory store.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires jakarta.json;

    exports dev.keystile.oauth.impl;
}
