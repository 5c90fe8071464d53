package dev.keystile.mcp.bridge;

/** Holds the package open until its first type arrives. */
final class Placeholder {
    private Placeholder() {}
}
