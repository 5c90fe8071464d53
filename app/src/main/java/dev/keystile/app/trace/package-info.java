/**
 * Traces by OpenTelemetry: what the gateway does in a request, and where that stands in a trace.
 */
package dev.keystile.app.trace;
