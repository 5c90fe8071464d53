package dev.keystile.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.RegistrationOutcome.Registered;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.AuthorizationServerSettings;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.MemoryStore;
import dev.keystile.oauth.impl.RegistrationJson;
import dev.keystile.oauth.impl.RegistrationJson.Reading;
import dev.keystile.oauth.impl.RegistrationJson.UpdateReading;
import dev.keystile.oauth.impl.TokenSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is sent to register a client: a second reader understands it in the same way, and the
 * answer is complete, holds no URI that was not sent, and can be sent again.
 */
class RegistrationJsonFuzzTest {
    private static final Logger LOG = Logger.getLogger("dev.keystile.oauth.impl");
    private static final JsonMapper SECOND_READER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** What RFC 6749 allows in an {@code error_description}. */
    private static final String PUBLIC = "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+";

    private static final MovableClock CLOCK = new MovableClock();
    private static DefaultAuthorizationServer server;

    @BeforeAll
    static void start() {
        LOG.setLevel(Level.OFF);
        server = server(new SecureRandom());
    }

    @AfterAll
    static void stop() {
        server.close();
        LOG.setLevel(null);
    }

    @FuzzTest
    void read(byte[] input) {
        // Ends the clients of inputs before, which would fill the memory.
        CLOCK.advance(Duration.ofDays(100));
        String text = new String(input, UTF_8);
        switch (RegistrationJson.read(text)) {
            case Reading.Metadata(ClientMetadata metadata) -> {
                assertReadAlike(metadata, text);
                register(metadata);
            }
            case Reading.Malformed(String description) -> assertThat(description).matches(PUBLIC);
        }
        if (RegistrationJson.readUpdate(text) instanceof UpdateReading.Update(var update)) {
            assertThat(RegistrationJson.read(text))
                    .isEqualTo(new Reading.Metadata(update.metadata()));
        }
    }

    private static void assertReadAlike(ClientMetadata metadata, String text) {
        try {
            JsonNode sent = SECOND_READER.readTree(text);
            assertThat(metadata.redirectUris()).isEqualTo(texts(sent.path("redirect_uris")));
            assertThat(metadata.clientName()).isEqualTo(sent.path("client_name").asString(null));
        } catch (StreamReadException e) {
            // It refuses half a character in the name of a member, even of one nobody knows.
            assertThat(e).hasMessageContaining("surrogate");
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static void register(ClientMetadata metadata) {
        switch (server.registration().register(metadata)) {
            case Registered(ClientInformation client) -> {
                byte[] answer = RegistrationJson.write(client).getBytes(UTF_8);
                assertFull(SECOND_READER.readTree(answer));
                assertThat(metadata.redirectUris()).containsAll(client.metadata().redirectUris());
                assertThat(client.metadata().tokenEndpointAuthMethod())
                        .matches(
                                client.clientSecret() == null
                                        ? "none|private_key_jwt"
                                        : "client_secret_(post|basic)");
                assertRepeatable(client.metadata(), new String(answer, UTF_8));
            }
            case RegistrationOutcome.Refused(var failure) ->
                    assertThat(failure.description()).matches(PUBLIC);
        }
    }

    private static void assertFull(JsonNode node) {
        assertThat(node.isNull() || (node.isContainer() && node.isEmpty())).isFalse();
        assertThat(node.asString("-")).isNotBlank().doesNotMatch("(?s).*[\\p{Cc}\\p{Cs}].*");
        node.forEach(RegistrationJsonFuzzTest::assertFull);
    }

    private static void assertRepeatable(ClientMetadata registered, String answer) {
        assertThat(RegistrationJson.read(answer)).isEqualTo(new Reading.Metadata(registered));
        assertThat(server.registration().register(registered))
                .isInstanceOfSatisfying(
                        Registered.class,
                        again -> assertThat(again.client().metadata()).isEqualTo(registered));
    }

    private static DefaultAuthorizationServer server(SecureRandom random) {
        var connector =
                new Connector(
                        new ConnectorId("default"),
                        "Test server",
                        URI.create("http://localhost:1/mcp"),
                        new ApiKeyHeader("x-api-key", null),
                        "jean_sk_",
                        null,
                        UserIdTrust.CLAIMED);
        var settings =
                new AuthorizationServerSettings(
                        new ProtectedResources(new Issuer("http://localhost:8080"), connector),
                        TokenSettings.DEFAULT,
                        MasterSecret.draw(random),
                        true,
                        ClientPolicy.DEFAULT);
        return new DefaultAuthorizationServer(
                settings,
                new MemoryStore(CLOCK),
                (_, _, _) -> new KeyCheck.Rejected(),
                RateLimiter.NONE,
                Observer.NONE,
                CLOCK,
                random);
    }
}
