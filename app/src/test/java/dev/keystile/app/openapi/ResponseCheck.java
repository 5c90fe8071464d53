package dev.keystile.app.openapi;

import dev.keystile.app.openapi.OpenApiDocument.Part;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One answer against one response of the document. */
record ResponseCheck(OpenApiDocument document, Part documented, Response response, boolean head) {
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** What does not fit. */
    List<String> problems() {
        return Stream.concat(headers(), content()).toList();
    }

    private Stream<String> headers() {
        Part headers = documented.child("headers");
        return headers.node().propertyNames().stream()
                .flatMap(name -> header(name, headers.child(name)));
    }

    private Stream<String> header(String name, Part header) {
        List<String> values = response.header(name);
        if (values.isEmpty()) {
            return header.node().path("required").asBoolean(false)
                    ? Stream.of(name + " is missing")
                    : Stream.empty();
        }
        if (values.size() > 1) {
            return Stream.of(name + " is there " + values.size() + " times");
        }
        String json = STRICT.writeValueAsString(values.getFirst());
        return document.schemaProblems(header.child("schema"), json).stream()
                .map(problem -> name + problem);
    }

    private Stream<String> content() {
        Part content = documented.child("content");
        if (!content.exists()) {
            return response.body().length == 0
                    ? Stream.empty()
                    : Stream.of("a body is not documented");
        }
        if (head && response.mediaType().isEmpty()) {
            return Stream.empty();
        }
        String type = response.mediaType();
        return Stream.of(type, type.replaceFirst("/.*", "/*"), "*/*")
                .map(content::child)
                .filter(Part::exists)
                .findFirst()
                .map(this::body)
                .orElseGet(() ->
                        Stream.of(
                                "the content type "
                                        + (type.isEmpty()
                                                ? "is missing"
                                                : type + " is not documented")
                                        + ", but one of "
                                        + content.node().propertyNames()));
    }

    private Stream<String> body(Part media) {
        Part schema = media.child("schema");
        if (head) {
            return response.body().length == 0
                    ? Stream.empty()
                    : Stream.of("an answer to HEAD has a body");
        }
        if (!schema.exists()) {
            return Stream.empty();
        }
        try {
            STRICT.readTree(response.body());
        } catch (JacksonException e) {
            return Stream.of("the body is not JSON: " + e.getOriginalMessage());
        }
        return document.schemaProblems(schema, response.text()).stream();
    }
}
