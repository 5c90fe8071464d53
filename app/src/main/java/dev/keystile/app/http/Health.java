package dev.keystile.app.http;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.Map;
import java.util.function.Supplier;

/** How the gateway is. Safe for use by many threads. */
public final class Health {
    private static final Store.Key NOBODY = new Store.Key(Store.Kind.CLIENT, "health");

    private final Store store;
    private volatile Stage stage = Stage.STARTING;
    private volatile Supplier<Map<String, Boolean>> upstreams = Map::of;

    /** What it is doing. */
    enum Stage {
        /** Its public socket is not open yet. */
        STARTING,
        /** It serves. */
        SERVING,
        /** It lets requests end, and takes no new connection. */
        STOPPING
    }

    /** Of a gateway that starts, with this store. */
    public Health(Store store) {
        this.store = store;
    }

    /** The public socket is open. */
    public void started(Supplier<Map<String, Boolean>> itsUpstreams) {
        upstreams = itsUpstreams;
        stage = Stage.SERVING;
    }

    /** It was told to stop. */
    public void stopping() {
        stage = Stage.STOPPING;
    }

    /** Whether it was told to stop. */
    public boolean isStopping() {
        return stage == Stage.STOPPING;
    }

    Stage stage() {
        return stage;
    }

    /** Whether the store answers. */
    public boolean storeIsUp() {
        try {
            store.find(NOBODY);
            return true;
        } catch (StoreUnavailableException away) {
            return false;
        }
    }

    /** Which upstreams count as up, by connector. */
    public Map<String, Boolean> upstreams() {
        return upstreams.get();
    }
}
