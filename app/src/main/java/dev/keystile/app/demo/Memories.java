package dev.keystile.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The memories of all users, in the process only. Thread-safe. */
final class Memories {
    static final int MAX_PER_USER = 1000;
    static final int MAX_BYTES = 4096;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final InstantSource clock;
    private final Map<String, List<Memory>> memoriesByUser = new HashMap<>();

    Memories(InstantSource clock) {
        this.clock = clock;
    }

    /** What became of a text. */
    enum KeepOutcome {
        KEPT,
        TOO_LONG,
        FULL
    }

    /**
     * Keeps a text of up to {@value #MAX_BYTES} bytes of UTF-8, if the user has fewer than {@value
     * #MAX_PER_USER}.
     */
    synchronized KeepOutcome keep(String user, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return KeepOutcome.TOO_LONG;
        }
        var memories = memoriesByUser.computeIfAbsent(user, _ -> new ArrayList<>());
        if (memories.size() >= MAX_PER_USER) {
            return KeepOutcome.FULL;
        }
        memories.add(new Memory(clock.instant(), text));
        return KeepOutcome.KEPT;
    }

    /** The memories of a user, newest first. */
    synchronized List<Memory> all(String user) {
        return List.copyOf(memoriesByUser.getOrDefault(user, List.of()).reversed());
    }

    /**
     * The memories of a user that have every word of the query, in any case and order, newest
     * first.
     */
    List<Memory> search(String user, String query) {
        var wanted = words(query);
        return all(user).stream()
                .filter(memory -> words(memory.text()).containsAll(wanted))
                .toList();
    }

    /** The words of a text, in lower case. */
    static Set<String> words(String text) {
        var words = new HashSet<>(List.of(BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))));
        words.remove("");
        return words;
    }
}
