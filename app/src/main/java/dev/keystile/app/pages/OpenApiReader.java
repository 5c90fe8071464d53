package dev.keystile.app.pages;

import dev.keystile.app.pages.ApiPage.Operation;
import dev.keystile.app.pages.ApiPage.Parameter;
import dev.keystile.app.pages.ApiPage.Response;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads the operations of an OpenAPI 3 document, following references within it. What has no place
 * on a page is skipped.
 */
record OpenApiReader(JsonObject document) {
    private static final List<String> METHODS =
            List.of("get", "post", "put", "patch", "delete", "head", "options", "trace");

    List<Operation> operations() {
        return object(document, "paths").entrySet().stream()
                .flatMap(path -> operations(path.getKey(), resolve(path.getValue())))
                .toList();
    }

    /** The member of this name; an empty object when there is none. */
    static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject member ? member : JsonValue.EMPTY_JSON_OBJECT;
    }

    private Stream<Operation> operations(String path, JsonObject item) {
        return METHODS.stream()
                .filter(item::containsKey)
                .map(method -> operation(path, method, item));
    }

    private Operation operation(String path, String method, JsonObject item) {
        JsonObject operation = object(item, method);
        return new Operation(
                (method + path).replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", ""),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.getString("summary", ""),
                prose(operation),
                Stream.of(parameters(item), parameters(operation), body(operation))
                        .flatMap(s -> s)
                        .toList(),
                responses(operation));
    }

    private Stream<Parameter> parameters(JsonObject parent) {
        return array(parent, "parameters").stream()
                .map(this::resolve)
                .map(p ->
                        parameter(
                                p.getString("name", ""),
                                p.getString("in", ""),
                                p.getBoolean("required", false),
                                p));
    }

    private Stream<Parameter> body(JsonObject operation) {
        JsonObject body = resolve(object(operation, "requestBody"));
        return object(body, "content").entrySet().stream()
                .flatMap(media ->
                        members(
                                media.getKey(),
                                resolve(object(resolve(media.getValue()), "schema"))));
    }

    /** Those of the schema itself, then those of the schemas that it extends. */
    private Stream<Parameter> members(String mediaType, JsonObject schema) {
        List<String> required = strings(array(schema, "required"));
        Stream<Parameter> own =
                object(schema, "properties").entrySet().stream()
                        .map(p ->
                                parameter(
                                        p.getKey(),
                                        mediaType,
                                        required.contains(p.getKey()),
                                        resolve(p.getValue())));
        return Stream.concat(
                own,
                array(schema, "allOf").stream().flatMap(part -> members(mediaType, resolve(part))));
    }

    private List<Response> responses(JsonObject operation) {
        return object(operation, "responses").entrySet().stream()
                .map(r -> response(r.getKey(), resolve(r.getValue())))
                .toList();
    }

    private static Response response(String status, JsonObject response) {
        String content = String.join(", ", object(response, "content").keySet());
        return new Response(status, content.isEmpty() ? null : content, prose(response));
    }

    private static Parameter parameter(
            String name, String place, boolean required, JsonObject described) {
        return new Parameter(name, place, required, prose(described));
    }

    private static Prose prose(JsonObject described) {
        return Prose.of(described.getString("description", ""));
    }

    /**
     * The object itself, or what its local {@code $ref} points to; one step, as references to
     * references are unusual.
     */
    private JsonObject resolve(JsonValue value) {
        JsonObject object = value instanceof JsonObject o ? o : JsonValue.EMPTY_JSON_OBJECT;
        String reference = object.getString("$ref", "");
        return reference.startsWith("#/")
                        && document.getValue(reference.substring(1)) instanceof JsonObject target
                ? target
                : object;
    }

    private static JsonArray array(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
    }

    private static List<String> strings(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
    }
}
