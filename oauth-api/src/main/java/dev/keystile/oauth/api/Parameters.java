package dev.keystile.oauth.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Request parameters as OAuth reads them: a parameter without a value counts as absent, and doubled
 * ones are noticed (RFC 6749 section 3.1). Prints names only.
 */
public final class Parameters {
    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads {@code application/x-www-form-urlencoded} text, UTF-8; empty when an escape or the
     * UTF-8 is malformed.
     */
    public static Optional<Parameters> parse(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        try {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && equals < pair.length() - 1) {
                    values.computeIfAbsent(
                                    decode(pair.substring(0, equals)), _ -> new ArrayList<>())
                            .add(decode(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.of(new Parameters(values));
    }

    /** The first value; null when absent. */
    public @Nullable String value(String name) {
        List<String> all = values(name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The first value as a secret; null when absent. */
    public @Nullable Secret secret(String name) {
        String value = value(name);
        return value == null ? null : Secret.of(value);
    }

    /** All values in order; empty when absent. */
    public List<String> values(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The names among these that were sent more than once, sorted. */
    public Set<String> repeated(Set<String> names) {
        Set<String> repeated = new TreeSet<>();
        names.stream().filter(name -> values(name).size() > 1).forEach(repeated::add);
        return repeated;
    }

    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }

    private static String decode(String part) {
        String decoded = URLDecoder.decode(part, StandardCharsets.UTF_8);
        if (decoded.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("malformed UTF-8");
        }
        return decoded;
    }
}
