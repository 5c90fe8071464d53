/**
 * The authorization server behind the contract: clients, accounts, grants, consent, tokens, and the
 * stores in memory and in a file.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires com.h2database.mvstore;
    requires com.nimbusds.jose.jwt;
    requires inet.ipaddr;
    requires io.github.bucket4j.core;
    requires io.github.bucket4j.redisson;
    requires jakarta.json;
    requires java.net.http;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires redisson;
    // Neither the HTTP client nor Redisson has a descriptor: what they use has to be named here to
    // be resolved.
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.reactivex.rxjava3;
    requires net.bytebuddy;
    requires org.slf4j;
    requires org.yaml.snakeyaml;
    requires jdk.net;

    exports dev.keystile.oauth.impl;
}
