package dev.keystile.app.trace;

/** A request to the public socket, followed while it is answered. */
public interface TracedRequest {
    /** Answers it. */
    void run(Runnable answer);

    /**
     * It is over.
     *
     * @param method {@code other} for one that nobody knows
     * @param route {@code other} for a path that there is no route for
     * @param id by which the log tells it from others
     */
    void end(String method, String route, int status, String id);

    /** The trace that it is recorded in, in hexadecimal digits; empty when it is not recorded. */
    String traceId();
}
