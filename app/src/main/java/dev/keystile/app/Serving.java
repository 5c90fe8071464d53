package dev.keystile.app;

import dev.keystile.app.command.Failure;
import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.config.LogFormat;
import dev.keystile.app.http.CannotListenException;
import dev.keystile.app.log.JsonLines;
import dev.keystile.app.log.TextLines;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.CannotOpenStoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Formatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * The main job: runs the gateway until the process is told to end.
 *
 * @param out for people who look on
 * @param err for what is wrong
 */
record Serving(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    /**
     * Serves by the environment, a file of settings, and the defaults.
     *
     * @param file null for none
     * @return the exit status: 1 could not listen or not reach its store, or a fault of ours; 2 a
     *     setting is wrong; a signal that ends it leaves its own
     */
    int run(@Nullable Path file) {
        try {
            return serve(LiveConfig.read(environment, file));
        } catch (InvalidSettingException e) {
            return Failure.tell(err, ExitCode.USAGE, e.getMessage());
        } catch (CannotListenException | CannotOpenStoreException | StoreUnavailableException e) {
            return Failure.tell(err, ExitCode.SOFTWARE, e.getMessage());
        } catch (InterruptedException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "gateway.failed", e);
            return ExitCode.SOFTWARE;
        }
    }

    private int serve(LiveConfig live) throws InterruptedException {
        AppConfig config = live.atStart();
        Logging.configure(config.logLevel(), lines(config.logFormat()));
        Gateway gateway = Gateway.start(live, Ambient.clock(), Ambient.random());
        var closed = new CountDownLatch(1);
        Logging.keepUntil(closed, longestClose(config));
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> stop(gateway::close, closed), "keystile-shutdown"));
        LOG.log(System.Logger.Level.INFO, () -> started(gateway));
        connectors(gateway).forEach(line -> LOG.log(System.Logger.Level.INFO, () -> line));
        out.print(Greeting.of(gateway));
        out.flush();
        closed.await();
        return ExitCode.OK;
    }

    /** Closes the gateway, and lets the process end whatever becomes of that. */
    static void stop(Runnable closing, CountDownLatch closed) {
        try {
            closing.run();
            LOG.log(System.Logger.Level.INFO, "gateway.stopped");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "gateway.failed", e);
        } finally {
            closed.countDown();
        }
    }

    /** For whoever reads the log later: what was started, and what a user id is worth in it. */
    static String started(Gateway gateway) {
        return "gateway.started version="
                + Main.version()
                + " base-url="
                + gateway.resources().issuer()
                + " "
                + says(gateway.resources().defaultConnector())
                + " storage="
                + Storage.name(gateway.storage());
    }

    /** The same of each connector beside the default one. */
    static List<String> connectors(Gateway gateway) {
        return gateway.resources().connectors().stream()
                .skip(1)
                .map(connector ->
                        "gateway.connector "
                                + says(connector)
                                + " url="
                                + gateway.resources().shared(connector))
                .toList();
    }

    private static String says(Connector connector) {
        String trust =
                switch (connector.userIdTrust()) {
                    case CLAIMED -> "claimed";
                    case CHECKED_BY_UPSTREAM -> "checked-by-upstream";
                    case NAMED_BY_UPSTREAM -> "named-by-upstream";
                };
        return "connector="
                + connector.id()
                + " upstream-host="
                + connector.upstream().getHost()
                + " user-ids="
                + trust;
    }

    private static Formatter lines(LogFormat format) {
        boolean text =
                switch (format) {
                    case TEXT -> true;
                    case JSON -> false;
                    case AUTO -> Ambient.isAtTerminal();
                };
        return text ? new TextLines() : new JsonLines();
    }

    /** Both sockets in turn, and a little for the rest. */
    private static Duration longestClose(AppConfig config) {
        return config.publicSocket()
                .listener()
                .shutdownGrace()
                .plus(config.managementSocket().shutdownGrace())
                .plusSeconds(5);
    }
}
