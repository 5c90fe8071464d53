package dev.keystile.app;

import dev.keystile.app.command.ConfigOption;
import dev.keystile.app.command.Failure;
import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.StorageConfig;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.CannotOpenStoreException;
import dev.keystile.oauth.impl.FileStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Opens the configured store for a command that works on it by itself.
 *
 * @param makes whether one in a file is made when there is none
 */
record OnStore(Map<String, String> environment, SecureRandom random, boolean makes) {
    /**
     * Does the work on the open store, and closes it.
     *
     * @param command whose options name the settings, and who tells what stands in the way
     * @param work answers the exit status
     * @return that; 1 when there is no store, or it cannot be opened or read, 2 when a setting is
     *     wrong
     */
    int run(CommandSpec command, ToIntFunction<Store> work) {
        try {
            AppConfig config = AppConfig.read(environment, ConfigOption.of(command));
            if (config.storage() instanceof StorageConfig.Memory) {
                return Failure.tell(
                        command,
                        ExitCode.USAGE,
                        "state in memory ends with its process; name a store that lasts, a file or Redis");
            }
            if (!makes
                    && config.storage() instanceof StorageConfig.File(Path folder)
                    && !FileStore.isIn(folder)) {
                return Failure.tell(command, ExitCode.SOFTWARE, none(folder));
            }
            Logging.configure(System.Logger.Level.WARNING);
            return opened(config.storage(), work);
        } catch (InvalidSettingException e) {
            return Failure.tell(command, ExitCode.USAGE, e.getMessage());
        } catch (CannotOpenStoreException | StoreUnavailableException e) {
            return Failure.tell(command, ExitCode.SOFTWARE, e.getMessage());
        }
    }

    private static String none(Path folder) {
        return "no store in "
                + folder.toAbsolutePath().normalize()
                + "; call this in the folder where the gateway runs, or name that of its store, STORAGE_PATH";
    }

    private int opened(StorageConfig config, ToIntFunction<Store> work) {
        Storage storage = Storage.of(config, Ambient.clock(), random);
        try {
            storage.connect().run();
            return work.applyAsInt(storage.store());
        } finally {
            storage.close().run();
        }
    }
}
