package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Logged;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.impl.AddressRanges;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests at once than are worked on. */
@Timeout(60)
class InFlightTest {
    private static final TokenOutcome NO =
            new TokenOutcome.Refused(new OAuthFailure(OAuthError.INVALID_GRANT, "no"));

    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private Site site(RequestLimits limits) {
        return held(Site.of(limits));
    }

    private Site held(Site site) {
        site.oauth.token =
                _ -> {
                    begun.release();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return NO;
                };
        return site;
    }

    @Test
    @DisplayName(
            "One request too many is 503 with the time to wait; MCP goes on, and so does what is worked on")
    void oneTooManyIsToldSo() throws Exception {
        try (Site site = site(new RequestLimits(1, 0, Duration.ofSeconds(20)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Raw.Answer> first = threads.submit(() -> site.form("/oauth/token", "a=b"));
            begun.acquire();

            Raw.Answer second = site.form("/oauth/token", "a=b");
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.header("Retry-After")).isEqualTo("1");
            assertThat(second.json().getString("error")).isEqualTo("temporarily_unavailable");
            assertThat(site.get("/mcp").status()).isEqualTo(200);

            goOn.countDown();
            assertThat(first.get().status()).isEqualTo(400);
            assertThat(site.form("/oauth/token", "a=b").status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("A network has a quarter, and a shared one all there is")
    void oneNetworkDoesNotKeepOutTheOthers() throws Exception {
        try (Logged log = new Logged();
                Site site = behindProxy(new RequestLimits(4, 0, Duration.ofSeconds(20)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Raw.Answer> first = threads.submit(() -> from(site, "192.0.2.1"));
            begun.acquire();
            assertThat(from(site, "192.0.2.2").status()).isEqualTo(503);
            assertThat(log.of("http.too-many-requests").getFirst())
                    .startsWith(
                            "http.too-many-requests network=192.0.2.0/24 places-of=network request=");

            Future<Raw.Answer> other = threads.submit(() -> from(site, "198.51.100.1"));
            begun.acquire();
            Future<Raw.Answer> shared = threads.submit(() -> from(site, "160.79.104.1"));
            begun.acquire();
            Future<Raw.Answer> again = threads.submit(() -> from(site, "160.79.104.2"));
            begun.acquire();
            goOn.countDown();
            for (var answer : List.of(first, other, shared, again)) {
                assertThat(answer.get().status()).isEqualTo(400);
            }
            assertThat(from(site, "192.0.2.3").status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("The log says so when there is no place for anybody")
    void nobodyHasAPlace() throws Exception {
        try (Logged log = new Logged();
                Site site = behindProxy(new RequestLimits(1, 0, Duration.ofSeconds(20)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Raw.Answer> first = threads.submit(() -> from(site, "160.79.104.1"));
            begun.acquire();
            assertThat(from(site, "160.79.104.2").status()).isEqualTo(503);
            assertThat(log.of("http.too-many-requests").getFirst())
                    .startsWith(
                            "http.too-many-requests network=160.79.104.0/21 places-of=all request=");
            goOn.countDown();
            assertThat(first.get().status()).isEqualTo(400);
        }
    }

    /** Whose proxy says who calls. */
    private Site behindProxy(RequestLimits requests) {
        var callers =
                new Callers(
                        Callers.DIRECT.networks(),
                        new AddressRanges(List.of("127.0.0.1")),
                        ForwardingField.X_FORWARDED_FOR);
        var limits = ConnectionLimits.DEFAULTS;
        return held(
                Site.of(
                        listener -> new PublicSocket(listener, callers, false, false, limits),
                        requests));
    }

    private static Raw.Answer from(Site site, String address) {
        String fields =
                "Content-Type: application/x-www-form-urlencoded\nX-Forwarded-For: " + address;
        return site.send("POST", "/oauth/token", fields, "a=b");
    }

    @Test
    void otherLimitsHoldForTheNextRequest() throws Exception {
        try (Site site = site(new RequestLimits(1, 0, Duration.ofSeconds(20)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Raw.Answer> first = threads.submit(() -> site.form("/oauth/token", "a=b"));
            begun.acquire();
            assertThat(site.form("/oauth/token", "a=b").status()).isEqualTo(503);

            site.requests = new RequestLimits(2, 0, Duration.ofSeconds(20));
            Future<Raw.Answer> second = threads.submit(() -> site.form("/oauth/token", "a=b"));
            boolean in = begun.tryAcquire(30, TimeUnit.SECONDS);

            goOn.countDown();
            assertThat(in).isTrue();
            assertThat(first.get().status()).isEqualTo(400);
            assertThat(second.get().status()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("Who finds a place in the queue is answered when it is their turn")
    void queueMovesOn() throws Exception {
        try (Site site = site(new RequestLimits(1, 1, Duration.ofSeconds(30)));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Raw.Answer> first = threads.submit(() -> site.form("/oauth/token", "a=b"));
            begun.acquire();
            Future<Raw.Answer> second = threads.submit(() -> site.form("/oauth/token", "a=b"));
            site.awaitConnections(2);

            goOn.countDown();
            assertThat(first.get().status()).isEqualTo(400);
            assertThat(second.get().status()).isEqualTo(400);
        }
    }
}
