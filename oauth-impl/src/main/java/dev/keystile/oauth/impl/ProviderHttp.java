package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OpenID provider: straight, by no proxy, following no redirect, keeping no cookie, and
 * within one time for all of it. Safe for use by many threads.
 */
final class ProviderHttp implements AutoCloseable {
    /** Larger than any key set with its certificates. */
    static final int MOST_BYTES = 256 * 1024;

    static final int OK = 200;

    /** How long what the provider publishes is used without asking again. */
    static final Duration FRESH = Duration.ofHours(1);

    private final Duration patience;
    private @Nullable HttpClient client;
    private boolean closed;

    /**
     * Takes no connection yet.
     *
     * @param patience from the request to the last byte of the answer
     */
    ProviderHttp(Duration patience) {
        this.patience = patience;
    }

    /** What came of a request. */
    sealed interface Answer {
        /**
         * An answer of any status.
         *
         * @param json null when the body is not one JSON object without repeated members
         */
        record Received(int status, @Nullable JsonObject json) implements Answer {
            /** The body may hold tokens. */
            @Override
            public String toString() {
                return "Received[" + status + "]";
            }
        }

        /**
         * None, or none that ends.
         *
         * @param detail for the log; nothing of what was received
         */
        record Missing(String detail) implements Answer {}
    }

    /** A document that the provider publishes. */
    DocumentFetcher.Outcome document(String url) {
        return switch (send(request(URI.create(url)).GET().build())) {
            case Answer.Received(int status, _) when status != OK ->
                    new DocumentFetcher.Outcome.Unreachable("status " + status);
            case Answer.Received(_, JsonObject json) when json != null ->
                    new DocumentFetcher.Outcome.Document(json, FRESH);
            case Answer.Received _ ->
                    new DocumentFetcher.Outcome.Unusable(
                            "not one JSON object without repeated members");
            case Answer.Missing(String detail) -> new DocumentFetcher.Outcome.Unreachable(detail);
        };
    }

    /** How every request begins. */
    static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .header("User-Agent", "Keystile");
    }

    Answer send(HttpRequest request) {
        HttpClient open = client();
        if (open == null) {
            return new Answer.Missing("this server is being closed");
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                open.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        return await(exchange);
    }

    /** Lets go of what is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }

    private Answer await(CompletableFuture<HttpResponse<byte[]>> exchange) {
        try {
            HttpResponse<byte[]> response =
                    exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer.Received(
                    response.statusCode(), StrictJson.read(response.body()).orElse(null));
        } catch (TimeoutException late) {
            return new Answer.Missing("no whole answer in time");
        } catch (ExecutionException failed) {
            // What others put into a message may quote what was received.
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            return new Answer.Missing(cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Missing("interrupted");
        } finally {
            exchange.cancel(true);
        }
    }

    /** Made with the first request; null when closed. */
    private synchronized @Nullable HttpClient client() {
        if (client == null && !closed) {
            client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .proxy(HttpClient.Builder.NO_PROXY)
                            .build();
        }
        return closed ? null : client;
    }
}
