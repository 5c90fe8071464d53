package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes without which a client has its answer all the same. */
final class QuietWrite {
    private static final Logger LOGGER = System.getLogger(QuietWrite.class.getName());

    private QuietWrite() {}

    /**
     * Writes to the store, or says in the log that it is away.
     *
     * @param event what is lost then
     */
    static void of(Call call, String event, Runnable write) {
        try {
            write.run();
        } catch (StoreUnavailableException away) {
            LOGGER.log(
                    Level.WARNING,
                    () -> event + " " + call.name() + " reason=\"" + away.getMessage() + '"');
        }
    }
}
