package dev.keystile.oauth.api;

import java.time.Instant;

/**
 * An older key of a person that stopped working while clients are connected with it.
 *
 * @param since when it was found out; of several keys the latest
 * @param connections how many could go on with another key; at least one
 */
public record DeadKey(Instant since, long connections) {}
