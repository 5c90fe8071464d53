package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

class MemoryAuditTrailTest extends AuditTrailContract {
    private @Nullable Store store;

    @Override
    Store node(InstantSource by) {
        store = store == null ? new MemoryStore(by) : store;
        return store;
    }
}
