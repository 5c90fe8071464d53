package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenOutcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client's {@code jwks_uri} may lead, by the fetcher that a gateway has. */
class PublishedKeysAddressTest extends DocumentFetcherFixture {
    private final InMemoryServer gateway = new InMemoryServer();
    private final AtomicInteger lookups = new AtomicInteger();

    private HttpsPeer publishing(String address, JWK key) {
        return open(new HttpsPeer(address, json(SigningKeys.set(key), "Cache-Control: max-age=1")));
    }

    /** A name that leads to one address the first time, and to the other from then on. */
    private InetAddress[] rebinding(String first, String then) throws UnknownHostException {
        return new InetAddress[] {
            InetAddress.getByName(lookups.getAndIncrement() == 0 ? first : then)
        };
    }

    private ClientInformation client(String uri) {
        return gateway.registerKeys(new ClientKeys.Published(uri));
    }

    private TokenOutcome send(DocumentFetcher fetcher, ClientInformation client, JWK key) {
        return send(gateway.anotherNode(fetcher), client, key);
    }

    private TokenOutcome send(DefaultAuthorizationServer node, ClientInformation client, JWK key) {
        String assertion =
                AssertionDraft.of(client.clientId().value(), gateway.clock.instant()).signedBy(key);
        Form form =
                Form.of("grant_type", "refresh_token", "refresh_token", "none")
                        .and("client_assertion_type", ClientAuthentication.ASSERTION_TYPE)
                        .and("client_assertion", assertion);
        return node.tokens().token(new ClientRequest(form.parameters(), null));
    }

    /** The client was known by its signature; its token is no good. */
    private static void assertProven(TokenOutcome outcome) {
        InMemoryServer.refused(outcome, OAuthError.INVALID_GRANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/keys",
                "https://[::1]/keys",
                "https://localhost/keys",
                "https://10.0.0.1/keys",
                "https://169.254.169.254/latest/meta-data",
                "https://[64:ff9b::a00:1]/keys",
                "https://8.8.8.8:8443/keys"
            })
    @DisplayName("SEC-04: no jwks_uri leads a gateway of the internet to a private address")
    void privateAddressesAreNotAsked(String uri) {
        var fetcher =
                open(
                        new HttpDocumentFetcher(
                                LIMITS,
                                new AddressPolicy(false),
                                new Internet(InetAddress::getAllByName, SSLContexts::createDefault),
                                clock));
        ClientInformation client = client(uri);

        assertRefusedToAsk(gateway.anotherNode(fetcher), client);
    }

    private void assertRefusedToAsk(DefaultAuthorizationServer node, ClientInformation client) {
        try (var logged = new LogLines()) {
            TokenOutcome outcome = send(node, client, SigningKeys.P256);

            assertThat(outcome).isInstanceOf(TokenOutcome.Busy.class);
            assertThat(logged.of("client.undecided"))
                    .singleElement()
                    .asString()
                    .endsWith("reason=an address or port of the host may not be asked");
        }
    }

    @Test
    @DisplayName(
            "SEC-04: keys come from the address that was looked at, whatever the name says next")
    void theVettedAddressIsPinned() {
        HttpsPeer vetted = publishing("127.0.0.2", SigningKeys.P256);
        HttpsPeer rebound = publishing("127.0.0.1", SigningKeys.OTHER_P256);
        ClientInformation client = client(vetted.url("/keys"));
        DocumentFetcher fetcher = fetcher(LIMITS, _ -> rebinding("127.0.0.2", "127.0.0.1"));

        assertProven(send(fetcher, client, SigningKeys.P256));
        assertThat(vetted.requests).hasSize(1);
        assertThat(rebound.requests).isEmpty();
        assertThat(lookups).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "0.0.0.0", "192.168.1.1"})
    @DisplayName("SEC-04: a name that leads inside at the next fetch is refused then")
    void theNextFetchLooksAnew(String inside) {
        HttpsPeer peer = publishing("127.0.0.1", SigningKeys.P256);
        ClientInformation client = client(peer.url("/keys"));
        DefaultAuthorizationServer node =
                gateway.anotherNode(fetcher(LIMITS, _ -> rebinding("127.0.0.1", inside)));
        assertProven(send(node, client, SigningKeys.P256));
        gateway.clock.forward(Duration.ofHours(25));

        assertRefusedToAsk(node, client);
        assertThat(lookups).hasValue(2);
        assertThat(peer.requests).hasSize(1);
    }
}
