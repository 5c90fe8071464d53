package dev.keystile.bench.load;

import java.nio.file.Path;
import java.util.List;

/** Another authorization server, where {@code bin/bench-peers} has installed it. */
interface Peer {
    /** All that are known, below the folder that this process runs in. */
    static List<Peer> all() {
        Path folder = Path.of("bench", "target", "peers").toAbsolutePath();
        return List.of(new OidcProvider(folder), new Keycloak(folder));
    }

    String name();

    boolean isInstalled();

    /** Starts it; it ends with the site. */
    AuthorizationServer start(Site site) throws Exception;
}
