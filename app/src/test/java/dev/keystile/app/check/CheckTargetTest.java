package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The base or an MCP URL, with or without a user. */
class CheckTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,,/mcp",
        "http://localhost:8080/,,/mcp",
        "http://localhost:8080/mcp,,/mcp",
        "http://localhost:8080/mcp/,,/mcp",
        "http://localhost:8080,demo-1,/mcp/oauth/demo-1",
        "http://localhost:8080/mcp,demo-1,/mcp/oauth/demo-1",
        "http://localhost:8080/mcp/oauth/demo-1,,/mcp/oauth/demo-1",
        "http://localhost:8080/mcp/oauth/demo-1/,,/mcp/oauth/demo-1",
        "http://localhost:8080/mcp/oauth/demo-1,demo-1,/mcp/oauth/demo-1",
        "http://localhost:8080/mcp/notes,,/mcp/notes",
        "http://localhost:8080/mcp/notes/,demo-1,/mcp/notes/oauth/demo-1",
        "http://localhost:8080/mcp/notes/oauth/demo-1,,/mcp/notes/oauth/demo-1",
        "http://localhost:8080/mcp/oauth-1,,/mcp/oauth-1"
    })
    void readsBaseAndResource(String url, String user, String path) {
        String base = "http://localhost:8080";
        assertThat(CheckTarget.of(url, user)).isEqualTo(new CheckTarget(base, base + path));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,,http://",
        "ftp://localhost,,http://",
        "http://,,http://",
        "http:// localhost,,http://",
        "http://user@localhost,,http://",
        "http://localhost/?a=b,,http://",
        "http://localhost/#a,,http://",
        "http://localhost/other,,/mcp",
        "http://localhost/mcp/Other,,/mcp",
        "http://localhost/mcp/notes/other,,/mcp",
        "http://localhost/mcp/oauth/oauth/a,,user id",
        "http://localhost/mcp/oauth/,,/mcp/oauth",
        "http://localhost/mcp/oauth/..,,user id",
        "http://localhost/mcp/oauth/a%20b,,user id",
        "http://localhost,a/b,--user",
        "http://localhost,.,--user",
        "http://localhost/mcp/oauth/a,b,two different users"
    })
    void refusesAnythingElse(String url, String user, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckTarget.of(url, user))
                .withMessageContaining(reason);
    }

    @Test
    void userIdHasAtMost64Characters() {
        assertThat(CheckTarget.of("http://localhost", "a".repeat(64)).resource())
                .endsWith("/" + "a".repeat(64));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckTarget.of("http://localhost", "a".repeat(65)));
    }

    @Test
    void theForeignUrlIsNeverTheOwnOne() {
        CheckTarget target = CheckTarget.of("http://localhost/mcp/oauth/self-test-not-me", null);
        assertThat(target.foreignResource()).isNotEqualTo(target.resource());
        assertThat(CheckTarget.of("http://localhost/mcp/notes/oauth/a", null).foreignResource())
                .isEqualTo("http://localhost/mcp/notes/oauth/self-test-not-me");
        assertThat(CheckTarget.of("http://localhost/mcp/notes", null).foreignResource())
                .isEqualTo("http://localhost/mcp/notes/oauth/self-test-not-me");
    }

    @Test
    void metadataUrlIsPathInserted() {
        CheckTarget target = CheckTarget.of("https://mcp.example", "a");
        assertThat(target.metadataOf(target.resource()))
                .isEqualTo("https://mcp.example/.well-known/oauth-protected-resource/mcp/oauth/a");
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example/oauth/token,true",
        "https://mcp.example,false",
        "https://mcp.example.org/,false",
        "http://mcp.example/,false"
    })
    void holdsOnlyItsOwnUrls(String url, boolean held) {
        assertThat(CheckTarget.of("https://mcp.example", null).holds(url)).isEqualTo(held);
    }
}
