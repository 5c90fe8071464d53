package dev.keystile.oauth.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.util.List;

/**
 * Whatever resource indicator or path is sent: what is found is named as a reader of URLs would
 * name it, and finds itself.
 */
class ProtectedResourcesFuzzTest {
    private static final ProtectedResources RESOURCES =
            new ProtectedResources(
                    new Issuer("https://mcp.example.com"),
                    List.of(connector("default"), connector("notes")));

    private static final String PATH = "/mcp(/notes)?(/oauth/[A-Za-z0-9._~-]{1,64})?";

    @FuzzTest
    void match(byte[] input) {
        String indicator = new String(input, UTF_8);
        switch (RESOURCES.match(indicator)) {
            case ResourceMatch.Found(ProtectedResource resource) -> {
                URI read = URI.create(indicator);
                assertThat(read.getScheme()).isEqualToIgnoringCase("https");
                assertThat(read.getRawAuthority()).matches("(?i)mcp\\.example\\.com(:443)?");
                assertThat(read.getRawPath()).matches(PATH + "/?");
                assertThat(read.getRawQuery()).isNull();
                assertThat(read.getRawFragment()).isNull();
                assertThat(RESOURCES.match(resource.uri()))
                        .isEqualTo(new ResourceMatch.Found(resource));
            }
            case ResourceMatch.Origin() ->
                    assertThat(indicator).matches("(?i)https://mcp\\.example\\.com(:443)?/?");
            case ResourceMatch.Unknown() ->
                    assertThat(indicator).doesNotMatch("https://mcp\\.example\\.com(/mcp)?");
        }
    }

    @FuzzTest
    void atPath(byte[] input) {
        String path = new String(input, UTF_8);
        RESOURCES
                .atPath(path)
                .ifPresent(resource -> {
                    assertThat(path).matches(PATH + "/?");
                    assertThat(path).startsWith(URI.create(resource.uri()).getRawPath());
                    assertThat(path).doesNotMatch(".*/\\.{1,2}/?");
                });
    }

    private static Connector connector(String id) {
        return new Connector(
                new ConnectorId(id),
                id,
                URI.create("http://localhost:1/mcp"),
                new ApiKeyHeader("x-api-key", null),
                "",
                null,
                UserIdTrust.CLAIMED);
    }
}
