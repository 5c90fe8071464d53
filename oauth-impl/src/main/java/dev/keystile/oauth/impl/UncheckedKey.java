package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;

/** A key that an upstream said nothing of. */
final class UncheckedKey {
    private static final System.Logger LOG = System.getLogger(UncheckedKey.class.getName());

    private UncheckedKey() {}

    /** Tells the operator why. */
    static void tell(Connector connector, String detail) {
        LOG.log(
                System.Logger.Level.WARNING,
                "key.unchecked connector={0} reason={1}",
                connector.id(),
                detail);
    }
}
