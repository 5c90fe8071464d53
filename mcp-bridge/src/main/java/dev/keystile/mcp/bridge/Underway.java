package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** A call from its way upstream to the end of its answer, as the pulse sees it. */
final class Underway {
    private static final Logger LOGGER = System.getLogger(Underway.class.getName());

    /** How often the grant of a stream is looked at. */
    private static final Duration GRANT_CHECK = Duration.ofMinutes(1);

    private final Call call;
    private final LiveAnswer answer;
    private final Cutoff cutoff;
    private final BearerTokens tokens;

    // Of the pulse's thread alone.
    private int beats;
    private long grantChecked;

    /** A call that begins now. */
    Underway(Call call, LiveAnswer answer, Cutoff cutoff, BearerTokens tokens, long now) {
        this.call = call;
        this.answer = answer;
        this.cutoff = cutoff;
        this.tokens = tokens;
        this.grantChecked = now;
    }

    /** Sees to the call; does not block. */
    void beat(long now) {
        // Most calls are over before their second beat and need no watching.
        if (++beats == 2) {
            answer.whenGone(() -> cutoff.end(Cutoff.Reason.CLIENT_GONE));
        }
        if (answer.isDue()) {
            Thread.ofVirtual().start(this::wake);
        }
        if (now - grantChecked >= GRANT_CHECK.toMillis()) {
            grantChecked = now;
            if (answer.isStream()) {
                Thread.ofVirtual().start(this::checkGrant);
            }
        }
    }

    /** Ends a stream that may be quiet for long. */
    void endIfQuiet() {
        if (answer.isStream() && CountedCalls.isQuiet(call)) {
            cutoff.end(Cutoff.Reason.STOPPING);
        }
    }

    private void wake() {
        try {
            answer.wake();
        } catch (IOException gone) {
            cutoff.end(Cutoff.Reason.CLIENT_GONE);
        }
    }

    /** A call with a key of its own has no grant that could end. */
    private boolean isLive() {
        return switch (call) {
            case Call.Granted granted -> tokens.live(granted.access().grant());
            case Call.WithKey _ -> true;
        };
    }

    private void checkGrant() {
        try {
            if (!isLive()) {
                cutoff.end(Cutoff.Reason.GRANT_OVER);
            }
        } catch (StoreUnavailableException away) {
            // The stream was good a minute ago; it is looked at again in a minute.
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "mcp.grant-unchecked "
                                    + call.name()
                                    + " reason=\""
                                    + away.getMessage()
                                    + "\"");
        }
    }
}
