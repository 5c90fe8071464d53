package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is found out about how an upstream speaks, and for how long that is believed. */
@Timeout(60)
class UpstreamErasTest extends TranslationCase {
    private static final String LIST =
            "{ \"jsonrpc\":\"2.0\", \"id\":3, \"method\":\"tools/list\" }";

    private final ModernServer modern = new ModernServer();
    private final LegacyServer legacy = new LegacyServer();

    private HttpResponse<String> list() throws Exception {
        return fixture.send(modern("tools/list", "", ""));
    }

    private int inquiries() {
        return upstream("server/discover").size();
    }

    @Test
    @DisplayName("GW-B-05: an upstream of both eras gets what its clients send, to the byte")
    void upstreamOfBothErasIsNotTranslated() throws Exception {
        start((exchange, received) -> {
            boolean isModern = !received.header("mcp-method").isEmpty();
            (isModern ? modern : legacy).handle(exchange, received);
        });
        list();
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
        assertThat(upstream.last().header("mcp-method")).isEqualTo("tools/list");

        fixture.send(legacy(LIST));
        assertThat(upstream.last().body()).isEqualTo(LIST);
    }

    @Test
    @DisplayName("GW-B-05: without the setting nobody asks how the upstream speaks")
    void nothingIsAskedWithoutTheSetting() throws Exception {
        startWithoutTranslation(legacy);

        assertThat(list().statusCode()).isEqualTo(400);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    @DisplayName("GW-B-05: what was found out is good for an hour")
    void knowledgeIsGoodForAnHour() throws Exception {
        start(legacy);
        list();
        fixture.clock.advance(Duration.ofHours(1));
        list();
        assertThat(inquiries()).isEqualTo(1);

        fixture.clock.advance(Duration.ofMillis(1));
        list();
        assertThat(inquiries()).isEqualTo(2);
    }

    @Test
    @DisplayName("GW-B-05: an upstream that changes is found out after a minute")
    void changedUpstreamIsFoundOut() throws Exception {
        start(legacy);
        list();
        upstream.answers(modern);

        assertThat(list().body()).contains("-32022");
        fixture.clock.advance(Duration.ofMinutes(1).plusMillis(1));
        assertThat(list().body()).contains("-32022");
        assertThat(list().body()).contains("\"echo\"");
    }

    @Test
    @DisplayName("GW-B-05: so it is by clients that spoke as it did before")
    void changedUpstreamIsFoundOutByItsOwn() throws Exception {
        start(legacy);
        fixture.send(legacy(LIST));
        upstream.answers(modern);
        fixture.clock.advance(Duration.ofMinutes(1).plusMillis(1));

        assertThat(fixture.send(legacy(LIST)).body()).contains("-32022");
        assertThat(fixture.send(legacy(LIST)).body()).contains("\"echo\"");
    }

    @Test
    @DisplayName("GW-B-05: a server that never answers what it does not know is one of before")
    void silentServerIsLegacy() throws Exception {
        start((exchange, received) -> {
            if (received.body().contains("server/discover")) {
                Fixture.await(legacy.cancelled);
            } else {
                legacy.handle(exchange, received);
            }
        });

        assertThat(list().statusCode()).isEqualTo(200);
        legacy.cancelled.countDown();
    }

    @Test
    @DisplayName("GW-B-05: a session that cannot be ended says nothing of how a server speaks")
    void sessionMayStay() throws Exception {
        start((exchange, received) -> {
            if (received.method().equals("DELETE")) {
                throw new IOException("ended without a word");
            }
            legacy.handle(exchange, received);
        });

        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-B-05: that one caller's key is refused says nothing to the others")
    void refusedKeyIsOnesOwn() throws Exception {
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        start((exchange, received) -> {
            if (received.header("x-api-key").equals("jean_sk_wrong")) {
                first.countDown();
                Fixture.await(second);
                exchange.sendResponseHeaders(401, -1);
            } else {
                second.countDown();
                legacy.handle(exchange, received);
            }
        });
        fixture.accesses.put("wrong", withKey("jean_sk_wrong"));
        HttpRequest.Builder wrong =
                modern("tools/list", "", "").setHeader("Authorization", "Bearer wrong");
        var refused = fixture.http.sendAsync(wrong.build(), BodyHandlers.ofString());
        Fixture.await(first);

        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(refused.join().statusCode()).isEqualTo(401);
    }

    private Access withKey(String key) {
        Access good = fixture.accesses.get("good");
        return new Access(
                new GrantId("g2"),
                good.account(),
                good.client(),
                good.clientName(),
                good.resource(),
                good.scope(),
                good.tools(),
                good.user(),
                Secret.of(key));
    }

    @Test
    @DisplayName("GW-B-05: nothing is learnt from a server that refuses the key")
    void nothingIsLearntFromRefusal() throws Exception {
        start((exchange, _) -> exchange.sendResponseHeaders(401, -1));
        try (LogLines log = LogLines.of(UpstreamEras.class)) {
            assertThat(list().statusCode()).isEqualTo(401);
            assertThat(list().statusCode()).isEqualTo(401);
            assertThat(log.of("upstream.era-unknown"))
                    .containsExactly("upstream.era-unknown connector=memory");
        }
        upstream.answers(legacy);

        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-B-05: what a raw key sends is not translated")
    void rawKeysAreNotTranslated() throws Exception {
        start(legacy);
        var answer =
                fixture.send(
                        fixture.request("/mcp")
                                .header("x-api-key", "jean_sk_other")
                                .header("Accept", ACCEPT)
                                .header("Mcp-Method", "tools/list")
                                .POST(BodyPublishers.ofString(LIST)));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(upstream.received()).hasSize(1);
        assertThat(upstream.last().body()).isEqualTo(LIST);
    }
}
