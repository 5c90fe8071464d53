package dev.keystile.app.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The gateway's OpenAPI document, as something that answers can be held against. What it says of
 * every path (HEAD, OPTIONS, unknown methods and paths, broken HTTP) is in its description and
 * applied here.
 */
public final class OpenApiDocument {
    private static final String LOCATION = "urn:keystile:openapi";

    /** Refusals that come before any operation. */
    private static final Map<Integer, String> BEFORE_ROUTING =
            Map.of(400, "Malformed", 403, "ForeignHost", 414, "UrlTooLong");

    private final JsonNode root;
    private final SchemaRegistry schemas;

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        this.schemas =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemas(Map.of(LOCATION, root.toString()))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build()));
    }

    /** The document that the gateway serves. */
    public static OpenApiDocument load() {
        try (InputStream yaml =
                OpenApiDocument.class.getModule().getResourceAsStream("META-INF/openapi.yaml")) {
            return new OpenApiDocument(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fails unless the document allows this answer.
     *
     * @param rawPath the request's path, without the query, as it was sent
     */
    public void assertResponseFits(String method, String rawPath, Response response) {
        List<String> problems = problems(method, rawPath, response);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "%s %s answered %d against META-INF/openapi.yaml:\n  %s"
                            .formatted(
                                    method,
                                    rawPath,
                                    response.status(),
                                    String.join("\n  ", problems)));
        }
    }

    private List<String> problems(String method, String rawPath, Response response) {
        Optional<Part> item = pathItem(rawPath);
        Optional<Part> operation = item.flatMap(path -> operation(path, method));
        return operation
                .map(found -> documented(found, response.status()))
                .orElseGet(() -> general(item, method, response.status()))
                .map(part ->
                        new ResponseCheck(this, part, response, method.equals("HEAD")).problems())
                .orElseGet(() -> List.of(undocumented(item, operation)));
    }

    private static String undocumented(Optional<Part> item, Optional<Part> operation) {
        String what = operation.isPresent() ? "status" : item.isPresent() ? "method" : "path";
        return "the " + what + " is not documented";
    }

    private Optional<Part> documented(Part operation, int status) {
        Part responses = operation.child("responses");
        return Stream.of(
                        responses.child(Integer.toString(status)),
                        shared(BEFORE_ROUTING.getOrDefault(status, "none")),
                        responses.child("default"))
                .filter(Part::exists)
                .findFirst();
    }

    /**
     * What any path may answer to a method that it does not take; a template also that it does not
     * know the value.
     */
    private Optional<Part> general(Optional<Part> item, String method, int status) {
        boolean known = item.isPresent() && !item.get().pointer().contains("{");
        String name =
                switch (status) {
                    case 204 -> method.equals("OPTIONS") ? "Options" : "none";
                    case 404 -> known ? "none" : "NotFound";
                    case 405 -> method.equals("OPTIONS") ? "none" : "MethodNotAllowed";
                    default -> BEFORE_ROUTING.getOrDefault(status, "none");
                };
        return Optional.of(shared(name)).filter(Part::exists);
    }

    private Part shared(String name) {
        return part("/components/responses/" + name);
    }

    private static Optional<Part> operation(Part item, String method) {
        String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return Optional.of(item.child(name)).filter(Part::exists);
    }

    /** Concrete paths come before templates; an MCP URL may end with a slash. */
    private Optional<Part> pathItem(String rawPath) {
        Part paths = part("/paths");
        Optional<Part> found =
                paths.node().propertyNames().stream()
                        .filter(template -> pattern(template).matcher(rawPath).matches())
                        .min(Comparator.comparing(template -> template.contains("{")))
                        .map(paths::child);
        boolean slash = found.isEmpty() && rawPath.startsWith("/mcp") && rawPath.endsWith("/");
        return slash ? pathItem(rawPath.substring(0, rawPath.length() - 1)) : found;
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                Stream.of(template.split("(?=\\{)|(?<=})"))
                        .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                        .collect(Collectors.joining()));
    }

    /** The whole document. */
    JsonNode root() {
        return root;
    }

    /** What the JSON text breaks of the schema. */
    List<String> schemaProblems(Part schema, String json) {
        return schemas
                .getSchema(SchemaLocation.of(LOCATION + "#" + schema.pointer()))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** What is wrong with the schema itself. */
    List<String> metaSchemaProblems(JsonNode schema) {
        return schemas
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(schema)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** The part that the pointer names, or what it refers to. */
    Part part(String pointer) {
        JsonNode node = root.at(JsonPointer.compile(pointer));
        String reference = node.path("$ref").asString("");
        return reference.startsWith("#/")
                ? part(reference.substring(1))
                : new Part(this, pointer, node);
    }

    /** A part of the document, and where it stands. */
    record Part(OpenApiDocument document, String pointer, JsonNode node) {
        /** The child, or what it refers to. */
        Part child(String name) {
            return document.part(pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
        }

        /** Whether there is anything. */
        boolean exists() {
            return !node.isMissingNode();
        }
    }
}
