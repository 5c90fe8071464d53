package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileAuditTrailTest extends AuditTrailContract {
    @TempDir private Path folder;
    private @Nullable FileStore store;

    @Override
    Store node(InstantSource by) {
        store = store == null ? FileStore.open(folder, by) : store;
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
