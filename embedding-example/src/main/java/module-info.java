/** A host with an HTTP server of its own; oauth-impl brings the contract with it. */
module dev.keystile.example.embedding {
    requires dev.keystile.oauth.impl;
    requires jdk.httpserver;
}
