/**
 * The authorization server behind the contract: clients, accounts, grants, consent, tokens, and the
 * memory store.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires inet.ipaddr;
    requires io.github.bucket4j.core;
    requires jakarta.json;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    // The HTTP client has no descriptor: what it uses has to be named here to be resolved.
    requires org.slf4j;

    exports dev.keystile.oauth.impl;
}
