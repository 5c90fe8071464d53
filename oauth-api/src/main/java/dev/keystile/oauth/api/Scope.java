package dev.keystile.oauth.api;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of scope-tokens in the order first seen (RFC 6749 section 3.3). Prints as the wire value,
 * tokens separated by a space.
 */
public record Scope(List<String> tokens) {
    /** Everything that the upstream's key can do. */
    public static final String MCP = "mcp";

    /**
     * Asked for by clients that want to stay connected; a refresh token is issued with or without
     * it.
     */
    public static final String OFFLINE_ACCESS = "offline_access";

    /** What this server knows. */
    public static final Scope SUPPORTED = new Scope(List.of(MCP, OFFLINE_ACCESS));

    /** Removes repeats. */
    public Scope {
        tokens = tokens.stream().distinct().toList();
    }

    /** Reads a wire value; additional spaces are forgiven. */
    public static Scope parse(String value) {
        return new Scope(Stream.of(value.split(" ")).filter(token -> !token.isEmpty()).toList());
    }

    /** The tokens that also stand in the other set. */
    public Scope intersection(Scope other) {
        return new Scope(tokens.stream().filter(other.tokens::contains).toList());
    }

    /** This set with a token added. */
    public Scope with(String token) {
        return new Scope(Stream.concat(Stream.of(token), tokens.stream()).toList());
    }

    /** Whether all these tokens are in the set. */
    public boolean containsAll(Collection<String> others) {
        return tokens.containsAll(others);
    }

    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
