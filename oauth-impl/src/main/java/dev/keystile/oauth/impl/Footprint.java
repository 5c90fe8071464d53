package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Stage;
import dev.keystile.oauth.api.Doctor.Step;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of an attempt, with all that it can be known by. Texts that came from outside have been
 * cut and made printable.
 *
 * @param network empty when from nowhere
 */
record Footprint(
        Instant at,
        Stage stage,
        boolean failed,
        String evidence,
        String network,
        @Nullable String client,
        @Nullable String redirectUri,
        @Nullable String resource,
        @Nullable String grant) {
    /** The evidence of a refresh. */
    static final String REFRESHED = "refreshed";

    /** As it is shown. */
    Step step() {
        return new Step(at, stage, failed, evidence, network);
    }

    /** Whether nothing says whose it is but where it comes from. */
    boolean anonymous() {
        return client == null && grant == null;
    }

    /** Whether it is a refresh that went well. */
    boolean refresh() {
        return stage == Stage.TOKEN && evidence.equals(REFRESHED);
    }

    /** Whether the other one is the same step once more. */
    boolean repeats(Footprint other) {
        return equals(other.at(at));
    }

    private Footprint at(Instant instant) {
        return new Footprint(
                instant, stage, failed, evidence, network, client, redirectUri, resource, grant);
    }
}
