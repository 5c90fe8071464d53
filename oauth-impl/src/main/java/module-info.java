/**
 * The authorization server behind the contract: clients, accounts, grants, consent, tokens, and the
 * memory store.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires jakarta.json;
    requires redisson;
    // Redisson has no descriptor: what it uses has to be named here to be resolved.
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.reactivex.rxjava3;
    requires net.bytebuddy;
    requires org.slf4j;
    requires org.yaml.snakeyaml;

    exports dev.keystile.oauth.impl;
}
