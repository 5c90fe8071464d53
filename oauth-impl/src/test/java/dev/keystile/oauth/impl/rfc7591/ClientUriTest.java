package dev.keystile.oauth.impl.rfc7591;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a client, which SDKs read as a URL or not at all. */
class ClientUriTest {
    private final InMemoryServer gateway = new InMemoryServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com/a?b=c",
                "http://localhost:1/"
            })
    @DisplayName("AS-D-03: a web page comes back")
    void aPageComesBack(String uri) {
        assertThat(registered(uri)).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "https:///page",
                "https:page",
                "https://app example.com",
                "https://app.example.com:port",
                "https://[::1",
                "https://app.example.com/%zz",
                "https://app.example.com/\"",
                "https://user@app.example.com",
                "javascript://app.example.com/%0aalert(1)",
                "mailto:a@example.com",
                "ftp://example.com/"
            })
    @DisplayName("AS-D-04: what no parser takes for the URL of a web page is left out")
    void whatIsNoPageIsLeftOut(String uri) {
        assertThat(registered(uri)).isNull();
    }

    private String registered(String clientUri) {
        return InMemoryServer.registered(
                        gateway.server
                                .registration()
                                .register(
                                        new ClientMetadata(
                                                List.of(InMemoryServer.WEB),
                                                null,
                                                "none",
                                                null,
                                                List.of(),
                                                List.of(),
                                                null,
                                                null,
                                                clientUri,
                                                null,
                                                null)))
                .metadata()
                .clientUri();
    }
}
