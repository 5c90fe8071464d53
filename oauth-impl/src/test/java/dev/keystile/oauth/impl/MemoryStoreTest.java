package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;

class MemoryStoreTest extends StoreContract {
    @Override
    Store open(InstantSource clock) {
        return new MemoryStore(clock);
    }
}
