package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what an attempt came to, and what is the matter with it. */
final class Diagnosis {
    /** An attempt on which nothing failed has stopped when so much time has passed. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private Diagnosis() {}

    /** The attempt that a trail is at some instant. */
    static Attempt of(Trail trail, Instant now) {
        List<Footprint> prints = trail.marks().stream().map(Trail.Mark::print).toList();
        Footprint failed = firstNotMadeGood(prints).orElse(null);
        Stage reached = reached(prints);
        Outcome outcome = outcome(trail, failed, reached, now);
        return new Attempt(
                trail.first().id(),
                trail.first().print().at(),
                trail.last(),
                outcome,
                reached,
                trail.client(),
                trail.redirectUri(),
                trail.resource(),
                trail.grant(),
                prints.stream().map(Footprint::step).toList(),
                trail.left(),
                failed == null ? null : failed.step(),
                outcome == Outcome.CONNECTED ? null : finding(failed, reached));
    }

    private static Finding finding(@Nullable Footprint failed, @Nullable Stage reached) {
        return failed == null
                ? Optional.ofNullable(reached)
                        .flatMap(Silence::after)
                        .map(Silence::finding)
                        .orElseGet(Cause.UNCLEAR::finding)
                : Cause.of(failed).finding();
    }

    /**
     * A later step made good what went wrong when it is as far on the way, or further. Of a bad
     * token it is enough that its client signs in anew.
     */
    private static Optional<Footprint> firstNotMadeGood(List<Footprint> prints) {
        for (int i = 0; i < prints.size(); i++) {
            Footprint print = prints.get(i);
            if (print.failed()
                    && prints.subList(i, prints.size()).stream()
                            .noneMatch(later -> makesGood(later, print))) {
                return Optional.of(print);
            }
        }
        return Optional.empty();
    }

    private static boolean makesGood(Footprint later, Footprint failed) {
        boolean anew = later.stage() != Stage.MCP && later.stage().compareTo(Stage.CLIENT) >= 0;
        return (anew && isOfToken(failed))
                || (!later.failed() && later.stage().compareTo(failed.stage()) >= 0);
    }

    private static boolean isOfToken(Footprint failed) {
        return failed.stage() == Stage.MCP && failed.grant() == null;
    }

    private static @Nullable Stage reached(List<Footprint> prints) {
        return prints.stream()
                .filter(print -> !print.failed())
                .map(Footprint::stage)
                .max(Stage::compareTo)
                .orElse(null);
    }

    private static Outcome outcome(
            Trail trail, @Nullable Footprint failed, @Nullable Stage reached, Instant now) {
        if (failed != null) {
            return Outcome.FAILED;
        }
        if (reached != null && reached.compareTo(Stage.MCP) >= 0) {
            return Outcome.CONNECTED;
        }
        return now.isBefore(trail.last().plus(PATIENCE)) ? Outcome.UNDERWAY : Outcome.STOPPED;
    }
}
