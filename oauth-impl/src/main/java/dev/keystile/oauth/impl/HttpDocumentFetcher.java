package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Fetches over https from addresses that were vetted before the connection, each time over a new
 * one. It sends nothing but the request: no cookies, no credentials. Every fetch runs in a thread
 * of its own, so that one deadline ends all of it: the name service, a slow handshake, a body that
 * trickles.
 */
final class HttpDocumentFetcher implements DocumentFetcher {
    private static final int MAX_URL = 2048;

    /** Whether what is fetched in this thread was read before. */
    private static final ScopedValue<Boolean> AGAIN = ScopedValue.newInstance();

    private final FetchLimits limits;
    private final FetchRates rates;
    private final Semaphore places;
    private final Supplier<CloseableHttpClient> makeClient;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("document-fetch-", 0).factory());
    private @Nullable CloseableHttpClient client;

    HttpDocumentFetcher(
            FetchLimits limits, AddressPolicy policy, Internet internet, Ticker ticker) {
        this.limits = limits;
        this.rates = new FetchRates(limits.perMinute(), ticker);
        this.places = new Semaphore(limits.atOnce());
        this.makeClient =
                () ->
                        DocumentClient.create(
                                limits,
                                new VettingResolver(internet.names(), policy, this::mayAsk),
                                internet.tls().get());
    }

    @Override
    public Outcome fetch(String url) {
        return address(url)
                .map(uri ->
                        rates.allow(uri.getHost())
                                ? ask(new HttpGet(uri), false)
                                : new Outcome.Unreachable("the host was asked too often"))
                .orElseGet(HttpDocumentFetcher::noAddress);
    }

    @Override
    public Outcome fetchAgain(String url) {
        return address(url)
                .map(uri ->
                        rates.allow(url)
                                ? ask(new HttpGet(uri), true)
                                : new Outcome.Unreachable("the URL was asked too often"))
                .orElseGet(HttpDocumentFetcher::noAddress);
    }

    private static Outcome noAddress() {
        return new Outcome.Unreachable("not the URL of an https resource");
    }

    private boolean mayAsk(String address) {
        return AGAIN.orElse(false) || rates.allow(address);
    }

    /** Lets go of what is under way. */
    @Override
    public synchronized void close() {
        threads.shutdownNow();
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
    }

    /** Made with the first fetch: it would take a third of the time that a start takes. */
    private synchronized CloseableHttpClient client() {
        if (client == null) {
            client = makeClient.get();
        }
        return client;
    }

    private static Optional<URI> address(String url) {
        try {
            URI uri = new URI(url);
            boolean sound =
                    url.length() <= MAX_URL
                            && url.startsWith("https://")
                            && url.chars().allMatch(c -> c > 0x20 && c < 0x7f)
                            && uri.getHost() != null
                            && uri.getPort() <= RedirectUri.MAX_PORT
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                            && !uri.getRawPath().startsWith("//");
            return sound ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private Outcome ask(HttpGet request, boolean again) {
        Future<Outcome> answer = null;
        try {
            answer =
                    threads.submit(
                            () -> ScopedValue.where(AGAIN, again).call(() -> exchange(request)));
            return answer.get(limits.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Outcome.Unreachable("no whole answer in time");
        } catch (ExecutionException failed) {
            return unreachable(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (RejectedExecutionException closed) {
            return new Outcome.Unreachable("this server is being closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unreachable("interrupted");
        } finally {
            end(request, answer);
        }
    }

    private Outcome exchange(HttpGet request) throws IOException {
        if (!places.tryAcquire()) {
            return new Outcome.Unreachable("too many are being fetched");
        }
        try {
            return new DocumentAnswer(limits.bytes())
                    .read(client().executeOpen(null, request, null));
        } finally {
            // Not before a call of the name service is back, which nothing can interrupt.
            places.release();
        }
    }

    /** Closing the answer would read it to its end; this drops the connection. */
    private static void end(HttpGet request, @Nullable Future<Outcome> answer) {
        request.cancel();
        if (answer != null) {
            answer.cancel(true);
        }
    }

    /** What others put into a message may quote what was received. */
    private static Outcome unreachable(Throwable failure) {
        return new Outcome.Unreachable(
                failure instanceof RefusedHostException
                        ? String.valueOf(failure.getMessage())
                        : failure.getClass().getSimpleName());
    }
}
