package dev.keystile.oauth.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedResourcesTest {
    private static final Connector JEAN = connector("jean");
    private static final Connector NOTES = connector("notes");

    private final ProtectedResources resources =
            new ProtectedResources(new Issuer("https://mcp.example.com"), List.of(JEAN, NOTES));

    private static Connector connector(String id) {
        return new Connector(
                new ConnectorId(id),
                "Jean Memory",
                URI.create("https://upstream.example.com/mcp"),
                new ApiKeyHeader("x-api-key", null),
                "jean_sk_",
                null,
                UserIdTrust.CLAIMED);
    }

    @Test
    @DisplayName("The first connector keeps the short URLs, another is named in its own")
    void everyConnectorHasItsUrls() {
        UserId jane = new UserId("jane");
        assertThat(resources.shared(JEAN).uri()).isEqualTo("https://mcp.example.com/mcp");
        assertThat(resources.personal(JEAN, jane).uri())
                .isEqualTo("https://mcp.example.com/mcp/oauth/jane");
        assertThat(resources.shared(NOTES).uri()).isEqualTo("https://mcp.example.com/mcp/notes");
        assertThat(resources.personal(NOTES, jane).uri())
                .isEqualTo("https://mcp.example.com/mcp/notes/oauth/jane");
        assertThat(resources.shared()).isEqualTo(resources.shared(JEAN));
        assertThat(resources.personal(jane)).isEqualTo(resources.personal(JEAN, jane));
    }

    @Test
    void connectorsNeedIdsOfTheirOwn() {
        for (List<Connector> wrong : List.of(List.<Connector>of(), List.of(JEAN, JEAN))) {
            assertThatThrownBy(() -> new ProtectedResources(resources.issuer(), wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void everyResourceIsFoundAtItsOwnPathAndByItsOwnUri() {
        for (ProtectedResource resource :
                new ProtectedResource[] {
                    resources.shared(),
                    resources.personal(new UserId("jane")),
                    resources.personal(new UserId("a.b_c~d-E")),
                    resources.shared(NOTES),
                    resources.personal(NOTES, new UserId("jane"))
                }) {
            String path = URI.create(resource.uri()).getRawPath();
            assertThat(resources.atPath(path)).contains(resource);
            assertThat(resources.atPath(path + "/")).contains(resource);
            assertThat(resources.match(resource.uri()))
                    .isEqualTo(new ResourceMatch.Found(resource));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "/mcp//",
                "//mcp",
                "/MCP",
                "/mcpx",
                "/mcp/x",
                "/mcp/jean",
                "/mcp/jean/oauth/jane",
                "/mcp/Notes",
                "/mcp/note",
                "/mcp/notesx",
                "/mcp/notes//",
                "/mcp//notes",
                "/mcp/%6Eotes",
                "/mcp/notes/x",
                "/mcp/notes/oauth",
                "/mcp/notes/oauth/",
                "/mcp/notes/oauth/..",
                "/mcp/notes/oauth/%6Aane",
                "/mcp/notes/oauth/jane/x",
                "/mcp/notes/oauth/jane//",
                "/mcp/oauth/notes/jane",
                "/mcp/oauth",
                "/mcp/oauth/",
                "/mcp/oauth//",
                "/mcp/oauth//jane",
                "/mcp/oauth/jane//",
                "/mcp/oauth/jane/x",
                "/mcp/oauth/.",
                "/mcp/oauth/..",
                "/mcp/oauth/../mcp",
                "/mcp/oauth/%6Aane",
                "/mcp/oauth/a%2Fb",
                "/mcp/oauth/jane?x",
                "/mcp/oauth/jane#x",
                "/mcp/oauth/é",
                "/mcp/oauth/a b",
                "/mcp/oauth/a\u0000",
                "/mcp/./oauth/jane",
                "mcp"
            })
    @DisplayName("AS-R-04: anything else is no resource")
    void anyOtherPathIsNone(String path) {
        assertThat(resources.atPath(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com/mcp, https://mcp.example.com/mcp",
        "https://mcp.example.com/mcp/, https://mcp.example.com/mcp",
        "HTTPS://MCP.Example.COM/mcp, https://mcp.example.com/mcp",
        "https://mcp.example.com:443/mcp, https://mcp.example.com/mcp",
        "https://mcp.example.com/mcp/oauth/Jane, https://mcp.example.com/mcp/oauth/Jane",
        "https://MCP.example.com:443/mcp/notes/, https://mcp.example.com/mcp/notes",
        "https://mcp.example.com/mcp/notes/oauth/Jane/, https://mcp.example.com/mcp/notes/oauth/Jane"
    })
    @DisplayName("AS-R-04: scheme and host without case, default port and one slash forgiven")
    void anIndicatorIsFoundInAnySpelling(String indicator, String uri) {
        assertThat(resources.match(indicator))
                .isInstanceOfSatisfying(
                        ResourceMatch.Found.class,
                        found -> assertThat(found.resource().uri()).isEqualTo(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/mcp, true",
        "http://localhost:8080:80/mcp, false",
        "http://localhost:8080:8080/mcp, false",
        "http://localhost:80/mcp, false",
        "http://localhost/mcp, false"
    })
    @DisplayName("AS-R-04: where the issuer names a port, no other is forgiven")
    void aNamedPortIsExact(String indicator, boolean found) {
        var local = new ProtectedResources(new Issuer("http://localhost:8080"), List.of(JEAN));

        assertThat(local.match(indicator) instanceof ResourceMatch.Found).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://mcp.example.com",
                "https://mcp.example.com/",
                "https://mcp.example.com:443",
                "HTTPS://MCP.EXAMPLE.COM/"
            })
    @DisplayName("AS-R-07: the bare origin")
    void theOriginIsNoticed(String indicator) {
        assertThat(resources.match(indicator)).isInstanceOf(ResourceMatch.Origin.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/mcp",
                "mcp",
                "://",
                "://mcp.example.com/mcp",
                "https:/mcp.example.com/mcp",
                "http://mcp.example.com/mcp",
                "https://mcp.example.com:80/mcp",
                "https://mcp.example.com:/mcp",
                "https://mcp.example.com:0443/mcp",
                "https://mcp.example.com./mcp",
                "https://mcp.example.com//",
                "https://mcp.example.com//mcp",
                "https://mcp.example.com?x",
                "https://mcp.example.com#x",
                "https://mcp.example.com/?x",
                "https://mcp.example.com/mcp?x",
                "https://mcp.example.com/mcp#x",
                "https://mcp.example.com/MCP",
                "https://mcp.example.com/other",
                "https://user@mcp.example.com/mcp",
                "https://mcp.example.com@evil.example/mcp",
                "https://mcp.example.com.evil.example/mcp",
                "https://evil.example/https://mcp.example.com/mcp",
                "https://mcp.example.com\\/mcp",
                " https://mcp.example.com/mcp",
                "https://mcp.example.com/mcp ",
                "https://mcp.example.com/mcp/oauth/..",
                "https://mcp.example.com/mcp/oauth/%6Aane",
                "é",
                "\u0000"
            })
    @DisplayName("AS-R-05: malformed, foreign or unknown")
    void allElseIsUnknown(String indicator) {
        assertThat(resources.match(indicator)).isInstanceOf(ResourceMatch.Unknown.class);
        assertThat(resources.match(indicator + "x".repeat(100_000)))
                .isInstanceOf(ResourceMatch.Unknown.class);
    }
}
