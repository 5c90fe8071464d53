package dev.keystile.oauth.impl;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code dev.keystile.oauth.impl} shows to others and what it may read. */
class ModuleDescriptorTest {
    private static final Set<String> EXPORTED = Set.of("dev.keystile.oauth.impl");
    private static final Set<String> MAY_READ =
            Set.of(
                    "java.base",
                    "org.jspecify",
                    "dev.keystile.oauth.api",
                    "com.github.benmanes.caffeine",
                    "com.h2database.mvstore",
                    "com.nimbusds.jose.jwt",
                    "inet.ipaddr",
                    "io.github.bucket4j.core",
                    "io.github.bucket4j.redisson",
                    "jakarta.json",
                    "java.net.http",
                    "org.apache.httpcomponents.client5.httpclient5",
                    "org.apache.httpcomponents.core5.httpcore5",
                    "org.slf4j",
                    "redisson",
                    "io.netty.handler",
                    "io.netty.resolver.dns",
                    "io.reactivex.rxjava3",
                    "net.bytebuddy",
                    "org.yaml.snakeyaml",
                    "jdk.net");

    private final ModuleDescriptor module =
            ModuleLayer.boot().findModule("dev.keystile.oauth.impl").orElseThrow().getDescriptor();

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
