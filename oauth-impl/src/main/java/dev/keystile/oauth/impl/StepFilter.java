package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps what says something new: of a grant each stage once, and again after something went wrong;
 * of a network no step twice in a row, and no more than a number in ten minutes. Safe for use by
 * many threads.
 */
final class StepFilter {
    /** Steps of one network in {@link #SPAN}; of one that is known to be shared by very many. */
    static final int MOST_OF_NETWORK = 300;

    static final int MOST_OF_SHARED = 3000;
    static final Duration SPAN = Duration.ofMinutes(10);

    private static final int MOST_GRANTS = 20_000;
    private static final int MOST_NETWORKS = 5_000;

    private final Cache<String, Progress> grants =
            Caffeine.newBuilder().maximumSize(MOST_GRANTS).build();
    private final Cache<String, Latest> networks =
            Caffeine.newBuilder().maximumSize(MOST_NETWORKS).build();

    /** What to do with a step. */
    enum Verdict {
        KEEP,
        /** Unless its grant is an old one: then it was only never heard of here. */
        KEEP_IF_YOUNG,
        DROP
    }

    /**
     * How a grant does.
     *
     * @param good the stages that went well since the last failure
     * @param failed the last failure, when nothing went well since
     * @param followed whether its beginning or a failure was seen here
     */
    private record Progress(Set<Stage> good, String failed, boolean followed) {
        static final Progress NONE = new Progress(Set.of(), "", false);

        boolean says(Footprint step) {
            return step.failed() ? failed.equals(name(step)) : good.contains(step.stage());
        }

        Progress with(Footprint step) {
            if (step.failed()) {
                return new Progress(Set.of(), name(step), true);
            }
            Set<Stage> more = EnumSet.of(step.stage());
            more.addAll(good);
            return new Progress(more, "", followed || step.stage().compareTo(Stage.MCP) < 0);
        }

        private static String name(Footprint step) {
            return step.stage() + " " + step.evidence();
        }
    }

    /** The latest step of a network, and how many there were since when. */
    private record Latest(Footprint step, Instant since, int count) {
        static Latest first(Footprint step) {
            return new Latest(step, step.at(), 1);
        }

        /** The same one when this step only repeats the latest. */
        Latest then(Footprint next) {
            if (!next.at().isBefore(since.plus(SPAN))) {
                return first(next);
            }
            return next.repeats(step) ? this : new Latest(next, since, count + 1);
        }
    }

    /** Whether it is known already that this stage of a grant goes well. */
    boolean knowsGood(String grant, Stage stage) {
        Progress known = grants.getIfPresent(grant);
        return known != null && known.good().contains(stage);
    }

    /** What to do with a step; a refresh says something only of what was read before it. */
    Verdict of(Footprint step, boolean shared) {
        String grant = step.grant();
        Verdict verdict =
                grant == null
                        ? Verdict.KEEP
                        : step.refresh() ? ofRefresh(step) : ofGrant(grant, step);
        return verdict == Verdict.DROP || hasRoom(step, shared) ? verdict : Verdict.DROP;
    }

    private Verdict ofRefresh(Footprint step) {
        Latest latest = networks.getIfPresent(step.network());
        return latest != null && latest.step().anonymous() ? Verdict.KEEP : Verdict.DROP;
    }

    private Verdict ofGrant(String grant, Footprint step) {
        Progress known = grants.getIfPresent(grant);
        if (known != null && known.says(step)) {
            return Verdict.DROP;
        }
        var verdict = new AtomicReference<>(Verdict.DROP);
        grants.asMap()
                .compute(
                        grant,
                        (_, old) -> {
                            Progress before = old == null ? Progress.NONE : old;
                            if (before.says(step)) {
                                return before;
                            }
                            Progress now = before.with(step);
                            verdict.set(now.followed() ? Verdict.KEEP : Verdict.KEEP_IF_YOUNG);
                            return now;
                        });
        return verdict.get();
    }

    private boolean hasRoom(Footprint step, boolean shared) {
        int most = shared ? MOST_OF_SHARED : MOST_OF_NETWORK;
        var wanted = new AtomicBoolean();
        networks.asMap()
                .compute(
                        step.network(),
                        (_, old) -> {
                            Latest now = old == null ? Latest.first(step) : old.then(step);
                            wanted.set(!now.equals(old) && now.count() <= most);
                            return now;
                        });
        return wanted.get();
    }
}
