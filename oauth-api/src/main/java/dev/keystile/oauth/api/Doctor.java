package dev.keystile.oauth.api;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to connect that were seen in the last 7 days by all nodes that share the store, and
 * what each failed for; of what a node saw within the last seconds the others do not know yet. Safe
 * for use by many threads.
 */
public interface Doctor {
    /** How far a client has come, in the order in which it goes. */
    enum Stage {
        /** It was told where to sign in. */
        CHALLENGE,
        /** It read the metadata of the resource (RFC 9728). */
        RESOURCE_METADATA,
        /** It read the metadata of this server (RFC 8414). */
        SERVER_METADATA,
        /** It registered, or its document was read. */
        CLIENT,
        /** It sent a person here. */
        AUTHORIZE,
        /** The person typed an API key. */
        KEY,
        /** The person said yes: its code is out. */
        CONSENT,
        /** It got tokens. */
        TOKEN,
        /** It made its first call. */
        MCP,
        /** It asked which tools there are. */
        TOOLS_LIST,
        /** It called a tool. */
        TOOLS_CALL;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** Its name in JSON and in print. */
        public String text() {
            return text;
        }
    }

    /** What came of an attempt. */
    enum Outcome {
        /** Its client calls, and what failed before was made good. */
        CONNECTED,
        /** Something may follow yet. */
        UNDERWAY,
        /** Nothing failed, and nothing followed. */
        STOPPED,
        /** Something failed and was not made good. */
        FAILED;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** Its name in JSON and in print. */
        public String text() {
            return text;
        }
    }

    /** Who can mend something. */
    enum Side {
        /** Whoever runs this gateway. */
        OPERATOR,
        /** Whoever runs the MCP server behind it. */
        UPSTREAM,
        /** Whoever makes the client. */
        CLIENT,
        /** The person who connects. */
        PERSON;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** Its name in JSON and in print. */
        public String text() {
            return text;
        }
    }

    /**
     * One step of an attempt.
     *
     * @param failed whether it went wrong
     * @param evidence status, error code and detail; never a secret
     * @param network where it came from, as far as limits tell callers apart; empty when from
     *     nowhere
     */
    record Step(Instant at, Stage stage, boolean failed, String evidence, String network) {}

    /**
     * What is usually the matter.
     *
     * @param cause its short name
     * @param meaning it in plain words
     * @param remedy what usually mends it
     * @param clients those that are known for it; empty when it may be any
     */
    record Finding(String cause, String meaning, String remedy, Side side, String clients) {}

    /**
     * An attempt.
     *
     * @param id that of its first step; any other step's finds it too
     * @param reached the furthest stage that went well; null when none did
     * @param client null when none was named
     * @param redirectUri without its query; null when none was named
     * @param resource null when none was named
     * @param grant null when none came of it
     * @param left how many further steps are not shown
     * @param failed the first step that went wrong and was not made good; null when there is none
     * @param finding what is the matter; while it is under way, what it is if nothing follows; null
     *     when it is connected
     */
    record Attempt(
            String id,
            Instant began,
            Instant last,
            Outcome outcome,
            @Nullable Stage reached,
            @Nullable String client,
            @Nullable String redirectUri,
            @Nullable String resource,
            @Nullable String grant,
            List<Step> steps,
            int left,
            @Nullable Step failed,
            @Nullable Finding finding) {
        /** Copies the list. */
        public Attempt {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Which attempts are wanted.
     *
     * @param since those with a step from then on
     * @param outcome null for any
     * @param client its id; null for any
     * @param resource an MCP URL, with the personal ones below it; null for any
     * @param text is to stand in the cause, in a step, or in what the attempt is known by; null for
     *     any
     * @param after the id of the last one of the page before; null for the first page
     * @param limit at least 1
     */
    record Query(
            Instant since,
            @Nullable Outcome outcome,
            @Nullable String client,
            @Nullable String resource,
            @Nullable String text,
            @Nullable String after,
            int limit) {}

    /**
     * Some of the attempts.
     *
     * @param more whether others follow
     */
    record Page(List<Attempt> attempts, boolean more) {
        /** Copies the list. */
        public Page {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * Attempts, the one that began last first.
     *
     * @throws StoreUnavailableException when the store cannot answer
     */
    Page list(Query query);

    /**
     * The attempt with this id; empty when there is none, or none any more.
     *
     * @throws StoreUnavailableException when the store cannot answer
     */
    Optional<Attempt> find(String id);
}
