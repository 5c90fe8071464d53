package dev.keystile.app.http;

import dev.keystile.app.trace.Tracing;
import dev.keystile.oauth.api.spi.Observer;
import java.util.function.BooleanSupplier;

/**
 * Who looks on while requests are answered.
 *
 * @param observer is told of what happens
 * @param meter is told how long each request took
 * @param stopping whether connections are to be closed after their answers
 * @param tracing follows each request
 */
public record Watch(Observer observer, Meter meter, BooleanSupplier stopping, Tracing tracing) {
    /** Nobody. */
    public static final Watch NONE =
            new Watch(Observer.NONE, (_, _, _, _) -> {}, () -> false, Tracing.OFF);

    /** Takes down how long requests took. */
    @FunctionalInterface
    public interface Meter {
        /** One more; method and route are of a few dozen each. */
        void note(String method, String route, int status, long nanos);
    }
}
