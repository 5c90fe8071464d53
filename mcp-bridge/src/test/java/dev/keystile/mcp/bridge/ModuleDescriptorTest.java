package dev.keystile.mcp.bridge;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code dev.keystile.mcp.bridge} shows to others and what it may read. */
class ModuleDescriptorTest {
    private static final Set<String> EXPORTED = Set.of("dev.keystile.mcp.bridge");
    private static final Set<String> MAY_READ =
            Set.of(
                    "java.base",
                    "org.jspecify",
                    "dev.keystile.oauth.api",
                    "io.helidon.http",
                    "jakarta.json");

    private final ModuleDescriptor module =
            ModuleLayer.boot().findModule("dev.keystile.mcp.bridge").orElseThrow().getDescriptor();

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
