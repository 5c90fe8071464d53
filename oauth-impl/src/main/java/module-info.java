import org.jspecify.annotations.NullMarked;

/** The authorization server behind the contract. */
@NullMarked
module dev.keystile.oauth.impl {
    requires transitive dev.keystile.oauth.api;
    requires com.github.benmanes.caffeine;
    requires jakarta.json;

    exports dev.keystile.oauth.impl;
}
