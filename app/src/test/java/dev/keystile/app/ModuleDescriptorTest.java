package dev.keystile.app;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code dev.keystile.app} shows to others and what it may read. */
class ModuleDescriptorTest {
    private static final Set<String> EXPORTED = Set.of();
    private static final Set<String> MAY_READ =
            Set.of(
                    "dev.keystile.mcp.bridge",
                    "dev.keystile.oauth.api",
                    "dev.keystile.oauth.impl",
                    "info.picocli",
                    "io.helidon.common.buffers",
                    "io.helidon.common.concurrency.limits",
                    "io.helidon.common.socket",
                    "io.helidon.common.task",
                    "io.helidon.config",
                    "io.helidon.health",
                    "io.helidon.http",
                    "io.helidon.openapi",
                    "io.helidon.webserver",
                    "io.helidon.webserver.observe",
                    "io.helidon.webserver.observe.health",
                    "io.helidon.webserver.staticcontent",
                    "io.jstach.jstachio",
                    "io.opentelemetry.api",
                    "io.opentelemetry.common",
                    "io.opentelemetry.context",
                    "io.opentelemetry.exporter.internal",
                    "io.opentelemetry.exporter.otlp",
                    "io.opentelemetry.sdk.common",
                    "io.opentelemetry.sdk.metrics",
                    "io.opentelemetry.sdk.trace",
                    "io.prometheus.metrics.core",
                    "io.prometheus.metrics.instrumentation.jvm",
                    "io.prometheus.metrics.model",
                    "io.prometheus.writer.text",
                    "java.logging",
                    "jakarta.json",
                    "java.net.http",
                    "me.tongfei.progressbar",
                    "org.jsoup",
                    "java.base");

    private final ModuleDescriptor module =
            ModuleLayer.boot().findModule("dev.keystile.app").orElseThrow().getDescriptor();

    @Test
    void exportsExactlyItsPublicPackages() {
        assertThat(module.exports().stream().map(Exports::source).collect(toSet()))
                .isEqualTo(EXPORTED);
    }

    @Test
    void exportsToEverybodyOrNobody() {
        assertThat(module.exports()).noneMatch(Exports::isQualified);
    }

    @Test
    void opensNothing() {
        assertThat(module.isOpen()).isFalse();
        assertThat(module.opens()).isEmpty();
    }

    @Test
    void readsOnlyWhatItMay() {
        assertThat(module.requires().stream().map(Requires::name).collect(toSet()))
                .isSubsetOf(MAY_READ);
    }
}
