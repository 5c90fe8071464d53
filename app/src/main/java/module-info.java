import org.jspecify.annotations.NullMarked;

/** The gateway: configuration, routes, pages and the command line. */
@NullMarked
module dev.keystile.app {
    requires dev.keystile.mcp.bridge;
    requires dev.keystile.oauth.api;
    requires dev.keystile.oauth.impl;
    requires info.picocli;
    requires io.helidon.common.buffers;
    requires io.helidon.common.concurrency.limits;
    requires io.helidon.common.socket;
    requires io.helidon.common.task;
    requires io.helidon.config;
    requires io.helidon.health;
    requires io.helidon.http;
    // Found as a service by the server.
    requires io.helidon.openapi;
    requires io.helidon.webserver;
    requires io.helidon.webserver.observe;
    requires io.helidon.webserver.observe.health;
    requires io.helidon.webserver.staticcontent;
    requires io.jstach.jstachio;
    requires io.opentelemetry.api;
    requires io.opentelemetry.common;
    requires io.opentelemetry.context;
    requires io.opentelemetry.exporter.internal;
    requires io.opentelemetry.exporter.otlp;
    requires io.opentelemetry.sdk.common;
    requires io.opentelemetry.sdk.metrics;
    requires io.opentelemetry.sdk.trace;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.instrumentation.jvm;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires jakarta.json;
    requires java.logging;
    requires java.net.http;
    requires me.tongfei.progressbar;
    requires org.jsoup;
}
