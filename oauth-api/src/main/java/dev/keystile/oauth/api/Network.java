package dev.keystile.oauth.api;

/**
 * Where a caller is, as far as limits tell callers apart: a neighbourhood of addresses.
 *
 * @param text its prefix, such as {@code 192.0.2.0/24}
 * @param shared whether it is a range that is known to stand for very many people
 */
public record Network(String text, boolean shared) {}
