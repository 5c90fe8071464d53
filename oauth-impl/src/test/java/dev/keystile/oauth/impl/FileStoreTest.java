package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends StoreContract {
    @TempDir private Path folder;
    private FileStore store;

    @Override
    Store open(InstantSource clock) {
        store = FileStore.open(folder, clock);
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
