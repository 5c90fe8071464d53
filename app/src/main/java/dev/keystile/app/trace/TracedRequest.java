package dev.keystile.app.trace;

/** A request to the public socket, followed while it is answered. */
public interface TracedRequest {
    /** Answers it. */
    void run(Runnable answer);

    /**
     * What the log says of it.
     *
     * @param method {@code other} for one that nobody knows
     * @param route {@code other} for a path that there is no route for
     * @param id by which the log tells it from others
     * @param connector for which it turned out to be; empty when that is not known
     */
    record Logged(String method, String route, int status, String id, String connector) {}

    /** It is over. */
    void end(Logged logged);

    /** The trace that it is recorded in, in hexadecimal digits; empty when it is not recorded. */
    String traceId();
}
