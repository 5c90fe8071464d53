package dev.keystile.oauth.impl.cimd;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.TokenSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs are client ids (OAuth Client ID Metadata Document, section 3). */
class ClientIdUrlTest {
    private final InMemoryServer gateway = server("https://mcp.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com/client.json",
                "https://app.example.com/a/b/c",
                "https://app.example.com/a/",
                "https://app.example.com:443/client.json",
                "https://app.example.com/%7Euser/client.json",
                "https://app.example.com/.well-known/client",
                "https://app.example.com/..client/...",
                "https://app.example.com/a;v=1,2&c=d",
                "https://xn--bcher-kva.example/client.json",
                "https://198.51.100.7/client.json"
            })
    @DisplayName("AS-C-01, AS-C-02: an https URL with a path is a document to be fetched")
    void urlsAreFetched(String url) {
        assertAsked(gateway, url, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://app.example.com/",
                "https://app.example.com//client.json",
                "https://app.example.com/client.json?v=1",
                "https://app.example.com/client.json?",
                "https://app.example.com/client.json#a",
                "https://app.example.com/client.json#",
                "https://user@app.example.com/client.json",
                "https://user:pw@app.example.com/client.json",
                "https://@app.example.com/client.json",
                "https://app.example.com\\@evil.example/client.json",
                "https://app.example.com/a\\b",
                "https://app.example.com/./client.json",
                "https://app.example.com/../client.json",
                "https://app.example.com/a/..",
                "https://app.example.com/a/.",
                "https://app.example.com/a/%2e%2e/client.json",
                "https://app.example.com/a/%2E/client.json",
                "https://app.example.com/a/.%2e/client.json",
                "https://app.example.com/a/..%2fclient.json",
                "https://app.example.com/a%2F..%2Fclient.json",
                "https://app.example.com/a/%5c..%5Cclient.json",
                "https://App.example.com/client.json",
                "https://app.example.com./client.json",
                "https://app.example.com:/client.json",
                "https://app.example.com:8443/client.json",
                "https://app.example.com:80/client.json",
                "https://app.example.com:0/client.json",
                "https://app.example.com:99999/client.json",
                "https://app.example.com:0443/client.json",
                "https://localhost:8443/client.json",
                "https:///client.json",
                "https://%61pp.example.com/client.json",
                "https://app_example_com/client.json",
                "https://2130706433/client.json",
                "https://0x7f000001/client.json",
                "https://0x7f.1/client.json",
                "https://127.1/client.json",
                "https://010.0.0.1/client.json",
                "https://198.51.100.07/client.json",
                "https://[2001:db8::1%251]/client.json",
                "https://[::1/client.json",
                "https://app.example.com/cliént.json",
                "https://app.example.com/client json",
                "https://app.example.com/client.json\n",
                "https://app.example.com/%zz",
                "https://app.example.com/<script>"
            })
    @DisplayName("AS-C-02: nothing else is, judged as it was written")
    void otherUrlsAreNotFetched(String url) {
        assertAsked(gateway, url, false);
    }

    @Test
    @DisplayName("AS-C-02: 512 characters")
    void theLengthIsBounded() {
        String url = "https://app.example.com/";
        String longest = url + "a".repeat(512 - url.length());

        assertAsked(gateway, longest, true);
        assertAsked(gateway, longest + "a", false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://app.example.com/client.json",
                "Https://app.example.com/client.json",
                "http://app.example.com/client.json",
                "http://localhost/client.json",
                " https://app.example.com/client.json",
                "ftp://app.example.com/client.json",
                "//app.example.com/client.json"
            })
    @DisplayName("AS-C-02: with another beginning it is the id of a registered client, or of none")
    void otherSchemesNameNoDocument(String id) {
        AuthorizationOutcome outcome =
                gateway.authorize(Described.authorization(gateway).with("client_id", id));

        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Refused.class);
        assertThat(gateway.documents.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8443/client.json",
                "https://127.0.0.1:1/client.json",
                "https://[::1]:65535/client.json"
            })
    @DisplayName("AS-C-06: any port may be named where the issuer is on loopback")
    void portsOnLoopback(String url) {
        assertAsked(server("http://localhost:8080"), url, true);
        assertAsked(server("http://[::1]:8080"), url, true);
        assertAsked(gateway, url, false);
    }

    @Test
    @DisplayName("AS-C-02: ids that differ in anything are two clients")
    void idsAreComparedAsText() {
        ClientInformation one = Described.client();
        serve(Described.URL);
        String[] others = {
            Described.URL + "/",
            Described.URL.replace("client", "Client"),
            Described.URL.replace("client", "%63lient"),
            Described.URL.replace(".com", ".com:443")
        };
        TokenResponse tokens = gateway.signIn(one);

        for (String other : others) {
            gateway.documents.serve(other, Described.document(Described.URL).toString());
            Described.refused(
                    gateway.authorize(Described.authorization(gateway).with("client_id", other)));
            serve(other);
            ClientInformation another = Described.client(other, WEB);
            refused(
                    gateway.token(gateway.exchange(another, gateway.code(one))),
                    OAuthError.INVALID_GRANT);
            refused(
                    gateway.token(gateway.refresh(another, tokens.refreshToken())),
                    OAuthError.INVALID_GRANT);
        }
        issued(gateway.token(gateway.refresh(one, tokens.refreshToken())));
    }

    @Test
    @DisplayName("AS-C-14: no id that is made here looks like a URL")
    void registeredIdsAreNoUrls() {
        for (int i = 0; i < 100; i++) {
            assertThat(gateway.publicClient().clientId().value()).matches("[A-Za-z0-9_-]{32}");
        }
    }

    private void serve(String url) {
        gateway.documents.serve(url, Described.document(url).toString());
    }

    private static InMemoryServer server(String base) {
        return new InMemoryServer(base, TokenSettings.DEFAULT, true, UserIdTrust.CLAIMED);
    }

    private static void assertAsked(InMemoryServer server, String url, boolean asked) {
        server.documents.serve(url, Described.document(url).toString());

        AuthorizationOutcome outcome =
                server.authorize(Described.authorization(server).with("client_id", url));

        assertThat(server.documents.asked().contains(url)).isEqualTo(asked);
        if (asked) {
            assertThat(outcome).isInstanceOf(AuthorizationOutcome.Ask.class);
        } else {
            Described.refused(outcome);
        }
    }
}
