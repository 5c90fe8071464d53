package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The stores of nodes that see what the others write. */
abstract class Nodes implements AutoCloseable {
    /** The store of a node. */
    abstract Store node(InstantSource by);

    @Override
    public abstract void close();

    /** All in one process, on one store. */
    private abstract static class Together<S extends Store> extends Nodes {
        private @Nullable S store;

        abstract S open(InstantSource by);

        abstract void close(S opened);

        @Override
        Store node(InstantSource by) {
            store = store == null ? open(by) : store;
            return store;
        }

        @Override
        public void close() {
            if (store != null) {
                close(store);
            }
        }
    }

    static Nodes inMemory() {
        return new Together<MemoryStore>() {
            @Override
            MemoryStore open(InstantSource by) {
                return new MemoryStore(by);
            }

            @Override
            void close(MemoryStore opened) {}
        };
    }

    static Nodes inFile(Path folder) {
        return new Together<FileStore>() {
            @Override
            FileStore open(InstantSource by) {
                return FileStore.open(folder, by);
            }

            @Override
            void close(FileStore opened) {
                opened.close();
            }
        };
    }

    /** Each with connections of its own. */
    static Nodes inRedis(RedisBinary binary) {
        RedisProcess redis = RedisProcess.start(binary, "--appendonly", "yes");
        var fixture = new RedisFixture();
        return new Nodes() {
            @Override
            Store node(InstantSource by) {
                return fixture.connect(redis.url(), by);
            }

            @Override
            public void close() {
                fixture.close();
                redis.close();
            }
        };
    }
}
