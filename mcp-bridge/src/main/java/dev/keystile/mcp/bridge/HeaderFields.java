package dev.keystile.mcp.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The header fields of a request as they came in, names in any case. */
@FunctionalInterface
public interface HeaderFields {
    /**
     * Passes every field line to the consumer, name and value, in order; a repeated name comes once
     * for each line.
     */
    void forEach(BiConsumer<String, String> line);

    /** All values of a name, compared without regard to case; empty when there is none. */
    default List<String> values(String name) {
        List<String> values = new ArrayList<>(1);
        forEach((each, value) -> {
            if (each.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }
}
