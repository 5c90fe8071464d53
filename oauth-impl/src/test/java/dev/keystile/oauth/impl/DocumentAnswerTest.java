package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.HttpsPeer.answer;
import static dev.keystile.oauth.impl.HttpsPeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fetcher makes of answers. */
class DocumentAnswerTest extends DocumentFetcherFixture {
    // --- the answer

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aDocumentThatIsNotThereIsGone(int status) {
        HttpsPeer peer = peer(answer(status + " X", new byte[0]));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isEqualTo(new Outcome.Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 206, 304, 400, 403, 406, 429, 500, 502, 503})
    @DisplayName("AS-C-03: only 200 is success")
    void onlyOneStatusIsSuccess(int status) {
        HttpsPeer peer = peer(answer(status + " X", new byte[0], "Content-Type: application/json"));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "status " + status);
        assertThat(peer.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("AS-C-03, W-22: no redirect is followed")
    void redirectsAreNotFollowed(int status) {
        HttpsPeer target = peer(json("{}"));
        HttpsPeer peer = peer(answer(status + " X", new byte[0], "Location: " + target.url("/")));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "status " + status);
        assertThat(target.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=utf-8",
                "application/oauth-client+json",
                "application/vnd.x.y-z+json ; v=1"
            })
    @DisplayName("AS-C-03: JSON by its declared type")
    void jsonIsRead(String type) {
        HttpsPeer peer = peer(answer("200 OK", "{}".getBytes(), "Content-Type: " + type));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Document.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/html",
                "Content-Type: text/json",
                "Content-Type: application/jsonx",
                "Content-Type: application/+json",
                "Content-Type: text/x+json",
                "Content-Type: application/x+json+xml",
                "Content-Type: text/html; a=application/json",
                "X-Content-Type: application/json",
                "Content-Type: application/json\r\nContent-Encoding: gzip"
            })
    @DisplayName("AS-C-03: a page is no document, whatever is in it")
    void otherTypesAreNot(String header) {
        HttpsPeer peer = peer(answer("200 OK", "{}".getBytes(), header));

        assertUnreachable(fetcher().fetch(peer.url("/c.json")), "the answer is not plain JSON");
    }

    @Test
    @DisplayName("AS-C-07: 16 KiB are read, and not a byte more")
    void largeDocumentsAreRefused() {
        byte[] most = "{}".concat(" ".repeat(16 * 1024 - 2)).getBytes();
        byte[] tooMany = "{}".concat(" ".repeat(16 * 1024 - 1)).getBytes();

        assertThat(fetched(answer("200 OK", most, "Content-Type: application/json")))
                .isInstanceOf(Outcome.Document.class);
        assertThat(fetched(answer("200 OK", tooMany, "Content-Type: application/json")))
                .isEqualTo(new Outcome.Unusable("larger than 16384 bytes"));
    }

    @Test
    @DisplayName("AS-C-07: a body without end is dropped at once")
    void endlessDocumentsAreDropped() {
        long began = System.nanoTime();

        Outcome outcome = fetched(HttpDocumentFetcherTest::endless);

        assertThat(outcome).isEqualTo(new Outcome.Unusable("larger than 16384 bytes"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("AS-C-07: an answer that is not read leaves its place free")
    void unreadAnswersAreDropped() {
        DocumentFetcher fetcher = fetcher(HASTY, this::loopback);
        HttpsPeer endless = peer(HttpDocumentFetcherTest::endless);
        HttpsPeer page = peer(answer("200 OK", new byte[100_000], "Content-Type: text/html"));
        HttpsPeer failure = peer(answer("503 X", new byte[100_000]));

        fetcher.fetch(endless.url("/"));
        fetcher.fetch(page.url("/"));
        fetcher.fetch(failure.url("/"));

        assertThat(fetcher.fetch(peer(json("{}")).url("/"))).isInstanceOf(Outcome.Document.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"a\"",
                "null",
                "{",
                "{}}",
                "{} {}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "\uFEFF{}",
                "{'a':1}",
                "<!doctype html>"
            })
    @DisplayName("AS-C-04: what is not one plain JSON object is not read")
    void otherJsonIsRefused(String body) {
        assertUnusable(fetched(json(body)));
    }

    @Test
    @DisplayName("AS-C-04: 16 levels, and UTF-8 without flaw")
    void depthAndBytesAreBounded() {
        byte[] flawed = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};

        assertThat(fetched(json(nested(16)))).isInstanceOf(Outcome.Document.class);
        assertUnusable(fetched(json(nested(17))));
        assertThat(fetched(json("{\"a\":\"é😀\"}"))).isInstanceOf(Outcome.Document.class);
        assertUnusable(fetched(answer("200 OK", flawed, "Content-Type: application/json")));
    }

    @Test
    void aCutOffAnswerIsUnreachable() {
        HttpsPeer peer =
                peer(
                        raw(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 10\r\n\r\n{}"));

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void aConnectionThatBreaksIsNotTriedAgain() {
        HttpsPeer peer = peer(_ -> {});

        assertThat(fetcher().fetch(peer.url("/c.json"))).isInstanceOf(Outcome.Unreachable.class);
        assertThat(peer.requests).hasSize(1);
    }

    @Test
    void headersWithoutEndAreDropped() {
        String line = "X-Filler: " + "a".repeat(100) + "\r\n";

        Outcome outcome = fetched(raw("HTTP/1.1 200 OK\r\n" + line.repeat(101) + "\r\n"));
        Outcome longLine =
                fetched(raw("HTTP/1.1 200 OK\r\nX-Filler: " + "a".repeat(9000) + "\r\n\r\n"));

        assertUnreachable(outcome, "MessageConstraintException");
        assertUnreachable(longLine, "MessageConstraintException");
    }
}
