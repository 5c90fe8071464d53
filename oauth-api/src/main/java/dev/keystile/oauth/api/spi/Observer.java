package dev.keystile.oauth.api.spi;

import java.util.List;

/**
 * Told of what happens, on the thread of the request in which it happens. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface Observer {
    /** Looks away. */
    Observer NONE = _ -> {};

    /** Takes an event down: cheaply, without blocking, and never throws. */
    void note(Event event);

    /** Tells all of them, in order. */
    static Observer all(List<Observer> observers) {
        List<Observer> each = List.copyOf(observers);
        return event -> each.forEach(observer -> observer.note(event));
    }
}
