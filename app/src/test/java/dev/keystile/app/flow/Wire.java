package dev.keystile.app.flow;

import dev.keystile.app.openapi.OpenApiDocument;
import dev.keystile.app.openapi.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Sends requests as they are, follows nothing, and holds every answer against the OpenAPI document.
 */
public final class Wire implements AutoCloseable {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

    private final Map<String, String> fields;
    private final Consumer<HttpResponse<String>> seen;
    private final HttpClient client;

    public Wire() {
        this(Map.of());
    }

    /** One that sends these header fields with every request. */
    public Wire(Map<String, String> fields) {
        this(fields, _ -> {});
    }

    /** The same, and shows every answer. */
    public Wire(Map<String, String> fields, Consumer<HttpResponse<String>> seen) {
        this(HttpClient.newBuilder(), fields, seen);
    }

    /** With TLS that trusts whom this says. */
    public Wire(SSLContext tls) {
        this(HttpClient.newBuilder().sslContext(tls), Map.of(), _ -> {});
    }

    private Wire(
            HttpClient.Builder builder,
            Map<String, String> fields,
            Consumer<HttpResponse<String>> seen) {
        this.fields = Map.copyOf(fields);
        this.seen = seen;
        client =
                builder.version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** The answer, its body as text. */
    public HttpResponse<String> send(HttpRequest.Builder builder) {
        fields.forEach(builder::setHeader);
        HttpRequest request = builder.timeout(Duration.ofSeconds(30)).build();
        try {
            HttpResponse<String> answer =
                    client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            DOCUMENT.assertResponseFits(
                    request.method(), request.uri().getRawPath(), response(answer));
            seen.accept(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static Response response(HttpResponse<String> answer) {
        return new Response(
                answer.statusCode(),
                answer.headers().map(),
                answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
