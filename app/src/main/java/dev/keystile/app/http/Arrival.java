package dev.keystile.app.http;

import java.util.function.LongSupplier;

/**
 * How a client takes its time, over what it sends and over what it is sent. The server itself would
 * wait for ever for the rest of a request's head or body, and until an answer is taken.
 */
final class Arrival {
    private final LongSupplier nanoTime;
    private volatile State state;
    private volatile boolean offering;
    private volatile long offeredAt;

    /** Who is waited for. */
    private sealed interface State {
        /** Nobody: the next request may come when it likes. */
        record Idle() implements State {}

        /** The client, for the rest of a head that began then, or is still to begin. */
        record Head(long since) implements State {}

        /** The server. */
        record Answering() implements State {}

        /** The client, for the next piece of a body. */
        record Body(long since) implements State {}
    }

    /** Of a connection that has just been made, and on which a request is due. */
    Arrival(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.state = new State.Head(nanoTime.getAsLong());
    }

    /** The server needs more from the client. */
    void wanted() {
        if (state instanceof State.Answering) {
            state = new State.Body(nanoTime.getAsLong());
        }
    }

    /** Something came from the client. */
    void came() {
        switch (state) {
            case State.Idle _ -> state = new State.Head(nanoTime.getAsLong());
            case State.Body _ -> state = new State.Answering();
            case State.Head _, State.Answering _ -> {}
        }
    }

    /** The head of a request is whole. */
    void headIsThere() {
        state = new State.Answering();
    }

    /** A request has its answer. */
    void answered() {
        state = new State.Idle();
    }

    /** A piece of an answer is ready for the client. */
    void offered() {
        offeredAt = nanoTime.getAsLong();
        offering = true;
    }

    /** It has gone to the client, or it never will. */
    void taken() {
        offering = false;
    }

    /** Whether nobody waits for anybody. */
    boolean isIdle() {
        return state instanceof State.Idle;
    }

    /** Whether a head is waited for, or the rest of one. */
    boolean isWithinHead() {
        return state instanceof State.Head;
    }

    /** Whether a piece of a body is waited for. */
    boolean isWithinBody() {
        return state instanceof State.Body;
    }

    /** Whether a piece of an answer is on its way to the client. */
    boolean isOffering() {
        return offering;
    }

    /** Whether the client is waited for, and that for longer than so many nanoseconds. */
    boolean isOverdue(long most) {
        return (offering && isLongAgo(offeredAt, most))
                || switch (state) {
                    case State.Idle _, State.Answering _ -> false;
                    case State.Head(long since) -> isLongAgo(since, most);
                    case State.Body(long since) -> isLongAgo(since, most);
                };
    }

    /** What the client is waited for. */
    String awaited() {
        return offering ? "taking" : isWithinBody() ? "body" : "head";
    }

    private boolean isLongAgo(long since, long most) {
        return nanoTime.getAsLong() - since > most;
    }
}
