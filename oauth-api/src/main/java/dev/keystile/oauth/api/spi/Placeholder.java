package dev.keystile.oauth.api.spi;

/** Holds the package open until its first type arrives. */
final class Placeholder {
    private Placeholder() {}
}
