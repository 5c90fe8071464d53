package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.UserId;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The document that leads a client from a resource to its authorization server. */
class ProtectedResourceMetadataTest {
    private static final Issuer ISSUER = new Issuer("https://mcp.example.com");
    private static final Connector CONNECTOR =
            Fixture.connector(
                    URI.create("http://localhost:1/mcp"), new ApiKeyHeader("x-api-key", null));
    private static final ProtectedResource PERSONAL =
            new ProtectedResource(
                    CONNECTOR, "https://mcp.example.com/mcp/oauth/a.n~1", new UserId("a.n~1"));

    @Test
    @DisplayName("RS-P-02, RS-P-03, RS-P-05, RS-P-07, RS-P-09: the whole document")
    void documentHasExactlyTheseMembers() {
        assertThat(ProtectedResourceMetadata.of(ISSUER, PERSONAL).toJson())
                .isEqualTo(
                        "{\"resource\":\"https://mcp.example.com/mcp/oauth/a.n~1\","
                                + "\"authorization_servers\":[\"https://mcp.example.com\"],"
                                + "\"bearer_methods_supported\":[\"header\"],"
                                + "\"scopes_supported\":[\"mcp\",\"mcp:read\"],"
                                + "\"resource_name\":\"Jean Memory\"}");
    }

    @Test
    @DisplayName("RS-P-04: a member without values is left out")
    void emptyMembersAreLeftOut() {
        var metadata =
                new ProtectedResourceMetadata(
                        "https://mcp.example.com/mcp",
                        List.of("https://mcp.example.com"),
                        List.of(),
                        List.of(),
                        "Jean Memory");

        assertThat(metadata.toJson())
                .isEqualTo(
                        "{\"resource\":\"https://mcp.example.com/mcp\","
                                + "\"authorization_servers\":[\"https://mcp.example.com\"],"
                                + "\"resource_name\":\"Jean Memory\"}");
    }

    @Test
    @DisplayName("RS-P-01: the well-known path stands between host and path")
    void urlHasTheWellKnownPathInserted() {
        assertThat(ProtectedResourceMetadata.url(ISSUER, PERSONAL))
                .isEqualTo(
                        "https://mcp.example.com/.well-known/oauth-protected-resource/mcp/oauth/a.n~1");
    }

    @Test
    void foreignResourceHasNoMetadataHere() {
        ProtectedResource foreign =
                new ProtectedResource(CONNECTOR, "https://other.example/mcp", null);

        assertThatThrownBy(() -> ProtectedResourceMetadata.url(ISSUER, foreign))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
