package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** How a grant does: the stages that went well since the last failure, if there was one. */
    private record Progress(Set<Stage> good, String failed) {
        static final Progress NONE = new Progress(Set.of(), "");

        boolean says(Footprint step) {
            return step.failed() ? failed.equals(name(step)) : good.contains(step.stage());
        }

        Progress with(Footprint step) {
            if (step.failed()) {
                return new Progress(Set.of(), name(step));
            }
            Set<Stage> more = EnumSet.of(step.stage());
            more.addAll(good);
            return new Progress(more, "");
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

    /** Whether to keep a step. */
    boolean wants(Footprint step, boolean shared) {
        String grant = step.grant();
        return (grant == null || isNewOf(grant, step)) && hasRoom(step, shared);
    }

    private boolean isNewOf(String grant, Footprint step) {
        Progress known = grants.getIfPresent(grant);
        if (known != null && known.says(step)) {
            return false;
        }
        var fresh = new AtomicBoolean();
        grants.asMap()
                .compute(
                        grant,
                        (_, old) -> {
                            Progress before = old == null ? Progress.NONE : old;
                            fresh.set(!before.says(step));
                            return fresh.get() ? before.with(step) : before;
                        });
        return fresh.get();
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
