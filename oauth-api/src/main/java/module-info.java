/**
 * The contract of the authorization server: values, sealed outcomes, use-case interfaces, and in
 * {@code spi} the ports that an embedder may implement. No I/O, no framework, no JSON.
 */
@org.jspecify.annotations.NullMarked
module dev.keystile.oauth.api {
    requires static transitive org.jspecify;

    exports dev.keystile.oauth.api;
    exports dev.keystile.oauth.api.spi;
}
