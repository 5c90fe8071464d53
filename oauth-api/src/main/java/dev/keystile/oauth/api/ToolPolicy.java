package dev.keystile.oauth.api;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the upstream's tools a grant may use. It covers tools alone: prompts and resources are
 * none of its business. Immutable.
 */
public sealed interface ToolPolicy {
    /** All tools, now and later. */
    record Everything() implements ToolPolicy {}

    /** Those that are marked as read-only at the time of the call; no mark means not read-only. */
    record ReadOnly() implements ToolPolicy {}

    /**
     * These and no others; a tool that the upstream adds later is not among them.
     *
     * @param names as the upstream calls them: 1 to {@value #MOST}, each of 1 to {@value #LONGEST}
     *     characters
     * @param readOnly whether they have to be marked as read-only too
     */
    record Named(Set<String> names, boolean readOnly) implements ToolPolicy {
        /** Most names. */
        public static final int MOST = 500;

        /** Most characters of a name. */
        public static final int LONGEST = 256;

        /** Copies the names, and checks how many and how long they are. */
        public Named {
            names = Set.copyOf(names);
            if (!fit(names)) {
                throw new IllegalArgumentException(
                        "expected 1 to "
                                + MOST
                                + " names of 1 to "
                                + LONGEST
                                + " characters, not "
                                + names.size());
            }
        }

        /** The names in the order of their characters. */
        public Set<String> sorted() {
            return new TreeSet<>(names);
        }

        private static boolean fit(Collection<String> names) {
            return !names.isEmpty()
                    && names.size() <= MOST
                    && names.stream().allMatch(name -> !name.isEmpty() && name.length() <= LONGEST);
        }
    }

    /** These tools; empty when there is no name, there are too many, or one is too long. */
    static Optional<ToolPolicy> named(Collection<String> names) {
        Set<String> distinct = Set.copyOf(names);
        return Named.fit(distinct) ? Optional.of(new Named(distinct, false)) : Optional.empty();
    }

    /** What is left of this with a scope: without {@code mcp} no more than read-only tools. */
    default ToolPolicy within(Scope scope) {
        if (scope.covers(Scope.MCP)) {
            return this;
        }
        return switch (this) {
            case Everything _, ReadOnly _ -> new ReadOnly();
            case Named(Set<String> names, _) -> new Named(names, true);
        };
    }

    /** Whether it leaves any tool out. */
    default boolean restricts() {
        return !(this instanceof Everything);
    }

    /** Whether a tool has to be marked as read-only. */
    default boolean asksForReadOnly() {
        return switch (this) {
            case Everything _ -> false;
            case ReadOnly _ -> true;
            case Named(_, boolean readOnly) -> readOnly;
        };
    }

    /** Whether a tool of this name may be used, if it is as read-only as the policy asks. */
    default boolean names(String tool) {
        return !(this instanceof Named(Set<String> names, _)) || names.contains(tool);
    }

    /** Whether a tool may be used. */
    default boolean allows(String tool, boolean readOnly) {
        return names(tool) && (readOnly || !asksForReadOnly());
    }
}
