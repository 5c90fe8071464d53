package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/mcp",
                "/mcp/",
                "/mcp/oauth/a.b_c~d-E9",
                "/.well-known/x",
                "/a/...",
                "/a/.b",
                "/a/b."
            })
    void plainlyWrittenPathsPass(String path) {
        assertThat(PlainPath.plain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp",
                "//",
                "//mcp",
                "/mcp//",
                "/a//b",
                "/.",
                "/..",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/./",
                "/../",
                "/%6dcp",
                "/mcp;a=b",
                "/mcp?x",
                "/a b",
                "/é",
                "*",
                "/a\\b",
                "/a:b",
                "/a@b"
            })
    void anythingElseDoesNot(String path) {
        assertThat(PlainPath.plain(path)).isFalse();
    }
}
