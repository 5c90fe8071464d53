import org.jspecify.annotations.NullMarked;

/**
 * The contract of the authorization server: values, outcomes, use cases, and the ports it needs.
 */
@NullMarked
module dev.keystile.oauth.api {
    requires static transitive org.jspecify;

    exports dev.keystile.oauth.api;
    exports dev.keystile.oauth.api.spi;
}
