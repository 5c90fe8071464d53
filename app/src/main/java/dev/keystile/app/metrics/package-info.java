/** What Prometheus can read. */
package dev.keystile.app.metrics;
