package dev.keystile.app.http;

import dev.keystile.oauth.api.ProtectedResources;
import java.util.function.Supplier;

/** What clients can connect to. It may be replaced by something else between two requests. */
@FunctionalInterface
public interface Offer extends Supplier<ProtectedResources> {
    /** Answers a request, for which nothing is replaced until it is answered. */
    default void hold(Runnable answer) {
        answer.run();
    }
}
