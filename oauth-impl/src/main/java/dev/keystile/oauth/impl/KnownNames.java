package dev.keystile.oauth.impl;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that were good for something once. Anybody can call a tool by any name; only one that has
 * succeeded is counted by its own, so that made-up names use up no room. Safe for use by many
 * threads.
 */
public final class KnownNames {
    /** What all others are called. */
    public static final String OTHER = "other";

    private final int most;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** None yet; at most so many. */
    public KnownNames(int most) {
        this.most = most;
    }

    /** The name to count by. */
    public String of(String name, boolean good) {
        boolean known = names.contains(name) || (good && names.size() < most && names.add(name));
        return known ? name : OTHER;
    }
}
