package dev.keystile.app.config;

/**
 * What looks on while requests are answered.
 *
 * @param analytics whether calls and steps are counted for the administration
 * @param doctor whether attempts to connect are kept
 * @param metrics whether requests, calls and events are counted for Prometheus
 */
public record ObserveSettings(boolean analytics, boolean doctor, boolean metrics) {}
