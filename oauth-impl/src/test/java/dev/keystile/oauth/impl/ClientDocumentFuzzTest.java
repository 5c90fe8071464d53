package dev.keystile.oauth.impl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Whatever stands at the URL of a client's document: who is described is known by that URL, has no
 * secret, and is called back where the document says.
 */
class ClientDocumentFuzzTest {
    private static final String URL = "https://app.example.com/client.json";

    private final ClientDocument documents =
            new ClientDocument(new RegistrationRules(ClientPolicy.KNOWN_SCHEMES));

    @FuzzTest
    void read(byte[] input) {
        StrictJson.read(input).ifPresent(this::read);
    }

    private void read(JsonObject json) {
        switch (documents.read(URL, json, Instant.EPOCH)) {
            case ClientDocument.Reading.Described(Client client) -> assertDescribed(client, json);
            case ClientDocument.Reading.Malformed(String detail) ->
                    assertThat(detail).matches("[ -~]+");
        }
    }

    private static void assertDescribed(Client client, JsonObject json) {
        assertThat(json.getString("client_id")).isEqualTo(URL);
        assertThat(client.id().value()).isEqualTo(URL);
        assertThat(client.method()).isIn(AuthMethod.NONE, AuthMethod.PRIVATE_KEY_JWT);
        assertThat(json).doesNotContainKeys("client_secret", "client_secret_expires_at");
        List<String> uris = client.metadata().redirectUris();
        assertThat(JsonText.strings(json, "redirect_uris")).containsAll(uris);
        assertThat(uris).isNotEmpty().allMatch(ClientDocumentFuzzTest::registrable);
        assertThat(client.metadata().clientName())
                .isNotBlank()
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cs}].*");
    }

    private static boolean registrable(String uri) {
        return RedirectUri.parse(uri)
                .filter(parsed -> parsed.registrable(ClientPolicy.KNOWN_SCHEMES))
                .isPresent();
    }

    /** What is read is what every reader reads. */
    @FuzzTest
    void readStrictly(byte[] input) {
        StrictJson.read(input)
                .ifPresent(json -> {
                    assertThat(new String(input, UTF_8).getBytes(UTF_8)).isEqualTo(input);
                    assertThat(StrictJson.read(json.toString().getBytes(UTF_8)))
                            .hasValueSatisfying(
                                    again -> assertThat(again.keySet()).isEqualTo(json.keySet()));
                });
    }
}
