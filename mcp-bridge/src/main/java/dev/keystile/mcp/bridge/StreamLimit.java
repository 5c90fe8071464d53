package dev.keystile.mcp.bridge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** How many streams each caller has open. Safe for use by many threads. */
final class StreamLimit {
    private final IntSupplier most;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** Of none. */
    StreamLimit(IntSupplier most) {
        this.most = most;
    }

    /** One stream; closed when that ends. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Room for one more; empty when there is none. */
    Optional<Place> take(String caller) {
        boolean[] entered = {true};
        open.merge(
                caller,
                1,
                (now, more) -> {
                    entered[0] = now < most.getAsInt();
                    return entered[0] ? now + more : now;
                });
        return entered[0] ? Optional.of(() -> leave(caller)) : Optional.empty();
    }

    /** How many there are. */
    int size() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void leave(String caller) {
        open.computeIfPresent(caller, (_, now) -> now == 1 ? null : now - 1);
    }
}
