package dev.keystile.oauth.impl.rfc7591;

import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a client says of itself at registration is its own claim (RFC 7591 section 5). */
class SelfAssertedMetadataTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation impostor =
            InMemoryServer.registered(
                    gateway.server
                            .registration()
                            .register(
                                    new ClientMetadata(
                                            List.of("https://claude.example.net/callback"),
                                            "Claude",
                                            "none",
                                            null,
                                            List.of(),
                                            List.of(),
                                            null,
                                            "web",
                                            "https://claude.ai",
                                            "claude.ai",
                                            "1.0")));

    @Test
    @DisplayName("AS-D-11: a vendor's name, page and software id make no client that vendor's")
    void aClaimedNameVouchesForNothing() {
        ConsentSubject subject = gateway.ask(gateway.authorization(impostor)).prompt().subject();

        assertThat(subject.documentHost()).isNull();
        assertThat(subject.redirectHost()).isEqualTo("claude.example.net");
        assertThat(subject.clientName()).isEqualTo("Claude");
    }

    @Test
    @DisplayName("AS-D-11, AS-A-24: nor do they make its callback one that errors go to at once")
    void aClaimedPageIsNoKnownHost() {
        AuthorizationResponse error =
                redirect(
                        gateway.authorize(
                                gateway.authorization(impostor).with("response_type", "token")));

        assertThat(error.direct()).isFalse();
        assertThat(error.host()).isEqualTo("claude.example.net");
    }
}
