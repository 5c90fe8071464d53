package dev.keystile.app.demo;

import static dev.keystile.app.demo.DemoClient.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the demo upstream. */
final class DemoAccessTest {
    private static final String PING = DemoClient.request("ping", "{}");

    private final DemoUpstream upstream = DemoUpstream.start(InstantSource.fixed(Instant.EPOCH));
    private final DemoClient client = new DemoClient(upstream.uri());

    @AfterEach
    void stop() {
        client.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE", "OPTIONS", "PUT"})
    void withoutKeyNothingIsAnswered(String method) throws Exception {
        var response = client.send(method, PING);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(DemoClient.json(response).getString("error")).contains("x-api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jean_sk_demo_4", "jean_sk_demo_", "JEAN_SK_DEMO_1", "demo-1"})
    void unknownKeyIsRefused(String key) throws Exception {
        assertThat(client.post(PING, "x-api-key", key).statusCode()).isEqualTo(401);
    }

    @Test
    void twoKeysAreRefused() throws Exception {
        var response = client.post(PING, "x-api-key", KEY, "x-api-key", "jean_sk_demo_2");
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void everyPublishedKeyWorksForItsUser() throws Exception {
        assertThat(upstream.keys()).hasSize(3);
        for (var key : upstream.keys()) {
            var response = client.post(PING, "x-api-key", key.key(), "x-user-id", key.user());
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void keyOfAnotherUserIsRefused() throws Exception {
        var response = client.post(PING, "x-api-key", KEY, "x-user-id", "demo-2");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(DemoClient.json(response).getString("error"))
                .contains("does not belong to the user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "null",
                "http://localhost.attacker.example:8080"
            })
    void foreignOriginIsRefused(String origin) throws Exception {
        assertThat(client.post(PING, "x-api-key", KEY, "Origin", origin).statusCode())
                .isEqualTo(403);
    }

    @Test
    void originOfThisMachineIsWelcome() throws Exception {
        assertThat(
                        client.post(PING, "x-api-key", KEY, "Origin", "http://localhost:6274")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listensOnLoopbackOnlyAndTwoDoNotMeet() {
        assertThat(upstream.uri().getHost()).isEqualTo("127.0.0.1");
        try (var other = DemoUpstream.start(InstantSource.fixed(Instant.EPOCH))) {
            assertThat(other.uri()).isNotEqualTo(upstream.uri());
        }
    }

    @Test
    void answersNobodyOnceClosed() {
        upstream.close();
        upstream.close();
        assertThatThrownBy(() -> client.post(PING, "x-api-key", KEY))
                .isInstanceOf(IOException.class);
    }
}
