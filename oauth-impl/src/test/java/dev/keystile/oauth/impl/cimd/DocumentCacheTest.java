package dev.keystile.oauth.impl.cimd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.LogLines;
import dev.keystile.oauth.impl.Race;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a document is fetched (OAuth Client ID Metadata Document, section 4.3). */
class DocumentCacheTest {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final JsonObject VALID = Described.document(Described.URL);

    private final InMemoryServer gateway = new InMemoryServer();

    @Test
    @DisplayName("AS-C-08: a document is fetched again when it is no longer fresh")
    void freshDocumentsAreNotFetchedAgain() {
        serve(VALID.toString());
        ask();
        gateway.clock.forward(FRESH.minusMillis(1));
        ask();
        assertFetches(1);

        gateway.clock.forward(Duration.ofMillis(1));
        ask();

        assertFetches(2);
        assertThat(gateway.documents.askedAgain()).containsExactly(Described.URL);
    }

    @Test
    @DisplayName("AS-C-07: a client is told from ids that anybody can make up once it was read")
    void whatWasReadIsKnown() {
        serve(VALID.toString());
        assertThat(gateway.server.tokens().unread(Described.URL)).isTrue();
        assertThat(gateway.server.tokens().unread("registered")).isFalse();

        ask();

        assertThat(gateway.server.tokens().unread(Described.URL)).isFalse();
    }

    @Test
    @DisplayName("AS-C-08: failures and malformed documents are not kept")
    void failuresAreNotKept() {
        gateway.documents.cutOff(Described.URL);
        Described.refused(authorize());
        gateway.documents.withdraw(Described.URL);
        Described.refused(authorize());
        gateway.documents.spoil(Described.URL);
        Described.refused(authorize());
        serve(Described.without(VALID, "client_name"));
        Described.refused(authorize());
        assertFetches(4);

        serve(VALID.toString());

        ask();
        assertFetches(5);
    }

    @Test
    @DisplayName("AS-C-08: what was fresh once is not used when it can't be fetched again")
    void staleDocumentsAreNotUsed() {
        serve(VALID.toString());
        ask();
        gateway.clock.forward(FRESH);

        gateway.documents.cutOff(Described.URL);

        Described.refused(authorize());
    }

    @Test
    @DisplayName("AS-C-07: fifty who ask at once cause one fetch")
    void oneFetchForMany() {
        CountDownLatch asking = new CountDownLatch(50);
        serve(VALID.toString());
        gateway.documents.meanwhile(() -> await(asking));

        List<AuthorizationOutcome> outcomes =
                Race.of(
                        50,
                        _ -> {
                            asking.countDown();
                            return authorize();
                        });

        assertThat(outcomes).hasSize(50).hasOnlyElementsOfType(AuthorizationOutcome.Ask.class);
        assertFetches(1);
    }

    @Test
    @DisplayName("AS-C-07: one that is slow keeps nobody from another")
    void slowDocumentsBlockNobodyElse() {
        String other = "https://other.example.com/client.json";
        serve(VALID.toString());
        gateway.documents.serve(other, Described.document(other).toString());
        gateway.documents.meanwhile(() -> {
            gateway.documents.meanwhile(() -> {});
            gateway.ask(Described.authorization(gateway).with("client_id", other));
        });

        ask();

        assertThat(gateway.documents.asked()).containsExactly(Described.URL, other);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_name | \"Another name\" | client_name",
                "redirect_uris | [\"https://app.example.com/callback?tenant=7\","
                        + " \"https://b.example/\"] | redirect_uris",
                "logo_uri | \"https://app.example.com/logo.png\" |"
            })
    @DisplayName("AS-C-10: a change is told once, by the names of what changed")
    void changesAreTold(String name, String value, String changed) {
        serve(VALID.toString());
        ask();
        try (LogLines log = new LogLines()) {
            serve(Described.with(VALID, name, value));
            ask();
            assertThat(log.of("client.changed")).isEmpty();
            gateway.clock.forward(FRESH);
            ask();
            gateway.clock.forward(FRESH);
            ask();

            if (changed == null) {
                assertThat(log.of("client.changed")).isEmpty();
            } else {
                assertThat(log.of("client.changed"))
                        .containsExactly(
                                "client.changed client=" + Described.URL + " changed=" + changed);
            }
        }
    }

    @Test
    @DisplayName("AS-C-10: keys and the method that uses them are such a change")
    void changedKeysAreTold() {
        serve(VALID.toString());
        ask();
        gateway.clock.forward(FRESH);
        try (LogLines log = new LogLines()) {
            serve(
                    """
                    {"client_id":"%s","client_name":"Example app","redirect_uris":["%s"],
                    "token_endpoint_auth_method":"private_key_jwt",
                    "jwks_uri":"https://app.example.com/jwks.json"}\
                    """
                            .formatted(Described.URL, InMemoryServer.WEB));
            ask();

            assertThat(log.of("client.changed"))
                    .containsExactly(
                            "client.changed client="
                                    + Described.URL
                                    + " changed=token_endpoint_auth_method,keys");
        }
    }

    @Test
    @DisplayName("AS-C-10: a withdrawal in between hides no change")
    void aChangeIsSeenAcrossAFailure() {
        serve(VALID.toString());
        ask();
        gateway.clock.forward(FRESH);
        gateway.documents.withdraw(Described.URL);
        Described.refused(authorize());
        serve(Described.with(VALID, "client_name", "\"Another name\""));

        try (LogLines log = new LogLines()) {
            ask();

            assertThat(log.of("client.changed")).hasSize(1);
        }
    }

    private void serve(String document) {
        gateway.documents.serve(Described.URL, document, FRESH);
    }

    private AuthorizationOutcome authorize() {
        return gateway.authorize(Described.authorization(gateway));
    }

    private void ask() {
        assertThat(authorize()).isInstanceOf(AuthorizationOutcome.Ask.class);
    }

    private void assertFetches(int fetches) {
        assertThat(gateway.documents.asked()).hasSize(fetches);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
            // They have begun to ask; now they all have to come to the same place.
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
