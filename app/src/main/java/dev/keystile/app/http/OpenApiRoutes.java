package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import io.helidon.common.LazyValue;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.openapi.OpenApiService;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.function.Function;

/**
 * What Helidon's OpenAPI feature leaves open: the page for browsers, HEAD, and a URL for each
 * format.
 */
final class OpenApiRoutes implements OpenApiService {
    private static final JsonReaderFactory READERS =
            jakarta.json.Json.createReaderFactory(Map.of());

    private final Pages pages;

    OpenApiRoutes(Pages pages) {
        this.pages = pages;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String type() {
        return "page";
    }

    /** Whether this answers in place of the feature. */
    @Override
    public boolean supports(ServerRequestHeaders headers) {
        return ContentTypes.isAccepted(headers, ContentTypes.HTML);
    }

    @Override
    public void setup(HttpRules routing, String path, Function<MediaType, String> content) {
        // Made for the first who asks: a start has no use for them.
        var yaml = LazyValue.create(() -> document(MediaTypes.APPLICATION_YAML, content));
        var json = LazyValue.create(() -> document(MediaTypes.APPLICATION_JSON, content));
        Function<Pages, String> page =
                pages.once(in -> in.api(read(content.apply(MediaTypes.APPLICATION_JSON))));
        routing.any(path, MethodTable.get((request, reply) -> answer(request, reply, yaml, page)))
                .any(path + ".yaml", MethodTable.get(sent(yaml)))
                .any(path + ".json", MethodTable.get(sent(json)));
    }

    private void answer(
            ServerRequest request,
            Reply reply,
            LazyValue<Document> yaml,
            Function<Pages, String> page) {
        reply.with(HeaderValues.create(HeaderNames.VARY, HeaderNames.ACCEPT.defaultCase()));
        if (supports(request.headers())) {
            reply.page(Status.OK_200, pages, page);
        } else {
            yaml.get().send(request, reply);
        }
    }

    private static Endpoint sent(LazyValue<Document> document) {
        return (request, reply) -> document.get().send(request, reply);
    }

    private static Document document(MediaType type, Function<MediaType, String> content) {
        return Document.of(type.text(), content.apply(type));
    }

    private static JsonObject read(String json) {
        try (JsonReader reader = READERS.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
