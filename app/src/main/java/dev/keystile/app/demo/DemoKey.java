package dev.keystile.app.demo;

/**
 * An API key of the demo upstream and the user it belongs to. Both are published, so it prints
 * itself in full.
 */
public record DemoKey(String key, String user) {}
