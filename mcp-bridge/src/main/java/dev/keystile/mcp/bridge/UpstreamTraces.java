package dev.keystile.mcp.bridge;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests to upstreams, each as a part of the request that this thread answers, and says
 * how they tell the upstream where they stand in a trace. Safe for use by many threads; cheap, does
 * not block and never throws.
 */
public interface UpstreamTraces {
    /** Follows nothing, and leaves what clients say of traces as it is. */
    UpstreamTraces NONE = _ -> Following.NONE;

    /**
     * A request to an upstream.
     *
     * @param connector whose upstream it is
     * @param method of HTTP
     * @param host an IPv6 address without brackets
     */
    record Sent(String connector, String method, boolean secure, String host, int port) {}

    /**
     * A message came in.
     *
     * @param said what its {@code _meta} says; to be asked for only when that matters
     */
    default void received(Supplier<TraceContext> said) {}

    /** A request is about to go up. */
    Following begin(Sent request);

    /** Work for the request that this thread answers, to be done by another one. */
    default <T> Callable<T> carried(Callable<T> work) {
        return work;
    }

    /** One request to an upstream. For one thread at a time. */
    interface Following {
        /** Of one that is not followed. */
        Following NONE =
                new Following() {
                    @Override
                    public @Nullable TraceContext told() {
                        return null;
                    }

                    @Override
                    public boolean isRecorded() {
                        return false;
                    }

                    @Override
                    public void carries(String method) {}

                    @Override
                    public void answered(int status) {}

                    @Override
                    public void failed(String type) {}

                    @Override
                    public void end() {}
                };

        /** What the upstream is told in place of what the client said; null changes nothing. */
        @Nullable TraceContext told();

        /** Whether anybody will see it; else what follows need not be said. */
        boolean isRecorded();

        /** The method of the MCP message in it. */
        void carries(String method);

        /** The head of the answer is there. */
        void answered(int status);

        /** It failed, with the kind of failure in one word. */
        void failed(String type);

        /** Nothing more comes of it. */
        void end();
    }
}
