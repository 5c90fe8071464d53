package dev.keystile.oauth.impl;

/** Holds the package open until its first type arrives. */
final class Placeholder {
    private Placeholder() {}
}
