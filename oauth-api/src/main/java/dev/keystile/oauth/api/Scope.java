package dev.keystile.oauth.api;

import java.util.List;
import java.util.stream.Stream;

/**
 * A set of scope-tokens in the order first seen (RFC 6749 section 3.3). Prints as the wire value,
 * tokens separated by a space.
 */
public record Scope(List<String> tokens) {
    /** Everything that the upstream's key can do. */
    public static final String MCP = "mcp";

    /** All of that but tools which may change something. Part of {@link #MCP}. */
    public static final String MCP_READ = "mcp:read";

    /**
     * Asked for by clients that want to stay connected; a refresh token is issued with or without
     * it.
     */
    public static final String OFFLINE_ACCESS = "offline_access";

    /** What this server knows. */
    public static final Scope SUPPORTED = new Scope(List.of(MCP, MCP_READ, OFFLINE_ACCESS));

    /** What a protected resource asks for; staying connected is none of its business. */
    public static final Scope OF_RESOURCES = new Scope(List.of(MCP, MCP_READ));

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

    /** This set with a token removed. */
    public Scope without(String token) {
        return new Scope(tokens.stream().filter(other -> !other.equals(token)).toList());
    }

    /** Whether this token is in the set, or a wider one that includes it. */
    public boolean covers(String token) {
        return tokens.contains(token) || (token.equals(MCP_READ) && tokens.contains(MCP));
    }

    /** Whether every token of the other set is covered. */
    public boolean covers(Scope other) {
        return other.tokens.stream().allMatch(this::covers);
    }

    @Override
    public String toString() {
        return String.join(" ", tokens);
    }
}
