/**
 * The authorization server behind the contract: clients, accounts, grants, consent, tokens, and the
 * stores in memory and in a file.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires com.h2database.mvstore;
    requires jakarta.json;

    exports dev.keystile.oauth.impl;
}
