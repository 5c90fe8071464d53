package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps that belong together, and what they are known by. Safe for use by one thread. */
final class Trail {
    /** The most steps that are kept; of further ones only their number. */
    static final int MOST = 60;

    private final List<Mark> marks = new ArrayList<>();
    private final Set<String> networks = new HashSet<>();
    private Instant last = Instant.MIN;
    private int left;
    private @Nullable String client;
    private @Nullable String redirectUri;
    private @Nullable String resource;
    private @Nullable String grant;
    private @Nullable String browser;

    /** A step, and where it stands in the store. They are in the order of time. */
    record Mark(String record, int number, Footprint print) implements Comparable<Mark> {
        private static final Comparator<Mark> ORDER =
                Comparator.comparing((Mark mark) -> mark.print().at())
                        .thenComparing(Mark::record)
                        .thenComparingInt(Mark::number);

        /** The step's name. */
        String id() {
            return record + "." + number;
        }

        @Override
        public int compareTo(Mark other) {
            return ORDER.compare(this, other);
        }
    }

    /** One more step; none comes from before those that were added. */
    void add(Mark mark) {
        Footprint print = mark.print();
        if (marks.size() < MOST) {
            marks.add(mark);
        } else {
            left++;
        }
        last = print.at().isAfter(last) ? print.at() : last;
        networks.add(print.network());
        learn(print);
    }

    private void learn(Footprint print) {
        client = client == null ? print.client() : client;
        resource = resource == null ? print.resource() : resource;
        grant = grant == null ? print.grant() : grant;
        if (atPages(print)) {
            browser = browser == null ? print.network() : browser;
        }
        if (redirectUri == null || (print.stage() == Stage.AUTHORIZE && !print.failed())) {
            redirectUri = print.redirectUri() == null ? redirectUri : print.redirectUri();
        }
    }

    /** Takes in one of which nothing was known but where it came from. */
    void absorb(Trail other) {
        marks.addAll(other.marks);
        marks.sort(Comparator.naturalOrder());
        left += other.left;
        while (marks.size() > MOST) {
            marks.removeLast();
            left++;
        }
        networks.addAll(other.networks);
        resource = resource == null ? other.resource : resource;
    }

    /** Whether a step of no known client may be of it. */
    boolean mayBeOf(Footprint print, Duration gap) {
        return networks.contains(print.network())
                && compatible(resource, print.resource())
                && within(print.at(), gap)
                && (print.failed() || !connected());
    }

    /** Whether a step of its client may be of it. */
    boolean mayBeOfClient(Footprint print, Duration gap) {
        boolean sameBrowser = !atPages(print) || browser == null || browser.equals(print.network());
        boolean free = grant == null || print.stage() == Stage.TOKEN;
        return free && sameBrowser && within(print.at(), gap);
    }

    /** Whether nothing is known of it but where it comes from. */
    boolean anonymous() {
        return client == null && grant == null;
    }

    /** Whether an instant is no later than so long after its last step. */
    boolean within(Instant at, Duration gap) {
        return !last.plus(gap).isBefore(at);
    }

    /** Whether a step came from there before. */
    boolean knows(String network) {
        return networks.contains(network);
    }

    /** Whether its client has made a call. */
    boolean connected() {
        return grant != null
                && marks.stream()
                        .map(Mark::print)
                        .anyMatch(print ->
                                !print.failed() && print.stage().compareTo(Stage.MCP) >= 0);
    }

    private static boolean atPages(Footprint print) {
        return switch (print.stage()) {
            case AUTHORIZE, KEY, CONSENT -> true;
            case CHALLENGE,
                    RESOURCE_METADATA,
                    SERVER_METADATA,
                    CLIENT,
                    TOKEN,
                    MCP,
                    TOOLS_LIST,
                    TOOLS_CALL ->
                    false;
        };
    }

    private static boolean compatible(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }

    List<Mark> marks() {
        return marks;
    }

    Mark first() {
        return marks.getFirst();
    }

    Instant last() {
        return last;
    }

    int left() {
        return left;
    }

    @Nullable String client() {
        return client;
    }

    @Nullable String redirectUri() {
        return redirectUri;
    }

    @Nullable String resource() {
        return resource;
    }

    @Nullable String grant() {
        return grant;
    }
}
