package dev.keystile.app;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.InvalidSettingException;
import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.http.Reloading;
import dev.keystile.app.log.Verbosity;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes settings that were changed while the gateway runs: when told to, or when a look finds
 * others in the file. What is wrong with them is said once, and nothing of them is taken.
 */
final class Reloader implements Reloading {
    private static final System.Logger LOG = System.getLogger(Reloader.class.getName());

    private final LiveConfig live;
    private final Taking taking;
    private final Verbosity verbosity;
    private final InstantSource clock;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Settling settling;
    private Level level;
    private volatile State state;

    /** Puts connectors and limits in force. */
    @FunctionalInterface
    interface Taking {
        /** All of it at once; tells what changed, as fields for the log. */
        String take(AppConfig config);
    }

    /** What was read for the start is in force. */
    Reloader(LiveConfig live, Taking taking, Verbosity verbosity, InstantSource clock) {
        this.live = live;
        this.taking = taking;
        this.verbosity = verbosity;
        this.clock = clock;
        this.level = live.atStart().logLevel();
        this.settling = new Settling(live.digestAtStart());
        this.state = new State(clock.instant(), List.of(), null);
    }

    /** Looks whether there is something new, and takes it when it has settled. */
    synchronized void look() {
        if (settling.isDue(live.digest())) {
            reload();
        }
    }

    @Override
    public synchronized State reload() {
        settling.done(live.digest());
        try {
            take(live.again());
        } catch (InvalidSettingException e) {
            refuse(e.line());
        }
        return state;
    }

    @Override
    public State state() {
        return state;
    }

    /** How often it was taken, and refused. */
    Map<String, Long> counts() {
        return Map.of("taken", taken.get(), "refused", refused.get());
    }

    /** Whether the file was refused the last time. */
    boolean isRefused() {
        return state.problem() != null;
    }

    private void take(LiveConfig.Reread read) {
        String changes = taking.take(read.config());
        takeLevel(read.config().logLevel());
        taken.incrementAndGet();
        state = new State(clock.instant(), read.needRestart(), null);
        LOG.log(Level.INFO, () -> "config.reloaded" + changes);
        if (!read.needRestart().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "config.needs-restart settings={0}",
                    String.join(",", read.needRestart()));
        }
    }

    /** What an operator has set meanwhile stays, unless the file says something new. */
    private void takeLevel(Level next) {
        if (!next.equals(level)) {
            verbosity.set(Verbosity.OURS, next);
            level = next;
        }
    }

    private void refuse(String problem) {
        refused.incrementAndGet();
        state = new State(state.since(), state.needRestart(), problem);
        LOG.log(Level.ERROR, "config.refused reason=\"{0}\"", problem);
    }
}
