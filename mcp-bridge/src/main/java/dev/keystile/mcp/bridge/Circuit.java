package dev.keystile.mcp.bridge;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether one upstream can be reached. After several failures in a row it counts as down: calls are
 * then refused at once, but for one in each pause that tries, and an answer to any call ends it.
 * Failures are those that come before an answer's head; what the answer says is no failure.
 */
final class Circuit {
    /**
     * When an upstream counts as down.
     *
     * @param failures so many in a row
     * @param pause between two calls that try
     */
    record Limits(int failures, Duration pause) {
        static final Limits DEFAULT = new Limits(5, Duration.ofSeconds(10));
    }

    private sealed interface State {
        /** Calls pass. */
        record Closed(int failures) implements State {}

        /** One call passes in each pause; the last one did then. */
        record Open(Instant tried) implements State {}
    }

    private static final State CALM = new State.Closed(0);

    private final Limits limits;
    private final AtomicReference<State> state = new AtomicReference<>(CALM);

    Circuit(Limits limits) {
        this.limits = limits;
    }

    /**
     * How long a call has to wait; zero for one that may pass, which then has to be told of by
     * {@link #answered} or {@link #failed}. When it never is, the next pause has a try of its own.
     */
    Duration admit(Instant now) {
        if (!(state.get() instanceof State.Open open)) {
            return Duration.ZERO;
        }
        Duration wait = limits.pause().minus(Duration.between(open.tried(), now));
        // A clock that was put back must not keep the upstream away for longer than the pause.
        boolean due = !wait.isPositive() || wait.compareTo(limits.pause()) > 0;
        return due && state.compareAndSet(open, new State.Open(now))
                ? Duration.ZERO
                : atLeast(wait);
    }

    /** Whether the upstream counts as down. */
    boolean isOpen() {
        return state.get() instanceof State.Open;
    }

    /** An answer came; whether the upstream counted as down until now. */
    boolean answered() {
        // The usual case writes nothing that other threads would have to see.
        return !state.get().equals(CALM) && state.getAndSet(CALM) instanceof State.Open;
    }

    /** None came; whether the upstream counts as down from now on. */
    boolean failed(Instant now) {
        State before =
                state.getAndUpdate(current ->
                        switch (current) {
                            case State.Closed(int failures) when failures + 1 < limits.failures() ->
                                    new State.Closed(failures + 1);
                            case State.Closed _ -> new State.Open(now);
                            case State.Open open -> open;
                        });
        return before instanceof State.Closed(int failures) && failures + 1 >= limits.failures();
    }

    /** Another call took the try just now. */
    private Duration atLeast(Duration wait) {
        return wait.isPositive() && wait.compareTo(limits.pause()) <= 0 ? wait : limits.pause();
    }
}
