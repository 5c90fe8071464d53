package dev.keystile.app.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests and reads whole answers within the time allowed. It never follows a redirect. */
final class Wire implements AutoCloseable {
    private static final int LARGEST_BODY = 4 << 20;

    private final Duration timeout;
    private final long end;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    Wire(Duration timeout, Duration whole) {
        this.timeout = timeout;
        this.end = System.nanoTime() + whole.toNanos();
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .build();
    }

    /** A GET, ready to be sent or changed. */
    static HttpRequest.Builder get(String url) {
        return HttpRequest.newBuilder(uri(url)).GET();
    }

    /** A POST of JSON. */
    static HttpRequest.Builder postJson(String url, String json) {
        return HttpRequest.newBuilder(uri(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    /** A POST of a form. */
    static HttpRequest.Builder postForm(String url, Form form) {
        return HttpRequest.newBuilder(uri(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded()));
    }

    /** A request without a body and with any method. */
    static HttpRequest.Builder request(String method, String url) {
        return HttpRequest.newBuilder(uri(url)).method(method, HttpRequest.BodyPublishers.noBody());
    }

    /** Sends the request; fails the check when no whole answer comes in time. */
    Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        Duration limit = remaining();
        Future<Answer> exchange = threads.submit(() -> exchange(request));
        try {
            return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooSlow(request.uri());
        } catch (ExecutionException e) {
            throw broken(request.uri(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckFailedException("interrupted");
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String text =
                    EventStream.is(response.headers()) ? EventStream.answer(body) : whole(body);
            return new Answer(request.uri(), response.statusCode(), response.headers(), text);
        }
    }

    private static String whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY);
        CheckFailedException.unless(
                body.read() < 0, "the answer is longer than " + LARGEST_BODY + " bytes");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Duration remaining() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        CheckFailedException.unless(
                left.isPositive(), "not reached: the time for the whole walk is over");
        return left.compareTo(timeout) < 0 ? left : timeout;
    }

    private CheckFailedException tooSlow(URI uri) {
        return new CheckFailedException(
                "no answer from "
                        + place(uri)
                        + " within "
                        + timeout.toString().substring(2).toLowerCase(Locale.ROOT));
    }

    private CheckFailedException broken(URI uri, @Nullable Throwable cause) {
        return switch (cause) {
            case CheckFailedException failed -> failed;
            case HttpTimeoutException _ -> tooSlow(uri);
            case ConnectException _, UnresolvedAddressException _ ->
                    new CheckFailedException(
                            "nothing answers at "
                                    + uri.getScheme()
                                    + "://"
                                    + uri.getRawAuthority()
                                    + "; is the gateway running? start it with ./keystile");
            case SSLException e ->
                    new CheckFailedException("TLS failed at " + place(uri) + ": " + e.getMessage());
            case null, default ->
                    new CheckFailedException("the connection to " + place(uri) + " broke");
        };
    }

    /** The URL without its query: that may hold a state. */
    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new CheckFailedException("the gateway named something that is not a URL");
        }
    }
}
