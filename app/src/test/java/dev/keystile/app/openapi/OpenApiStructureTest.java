package dev.keystile.app.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.openapi.OpenApiDocument.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The document is a well-formed OpenAPI 3.1 document (OpenAPI Specification 3.1, section 4.8). */
class OpenApiStructureTest {
    private static final Set<String> METHODS =
            Set.of("get", "post", "delete", "put", "patch", "head", "options", "trace");

    /** What answers outside any operation; the document's description speaks of them. */
    private static final Set<String> FOR_EVERY_PATH =
            Set.of("Options", "NotFound", "MethodNotAllowed", "Malformed", "UrlTooLong");

    private final OpenApiDocument document = OpenApiDocument.load();
    private final JsonNode root = document.root();

    /** An operation and where it stands. */
    private record Operation(String path, String method, JsonNode item, JsonNode node) {}

    @Test
    void isVersion31() {
        assertThat(root.path("openapi").asString()).startsWith("3.1.");
        assertThat(root.path("info").path("title").asString()).isNotEmpty();
        assertThat(root.path("info").path("version").asString()).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(references())
                .isNotEmpty()
                .allSatisfy(reference -> {
                    assertThat(reference).startsWith("#/components/");
                    assertThat(document.part(reference.substring(1)).exists())
                            .as(reference)
                            .isTrue();
                });
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new HashSet<>(references().toList());
        FOR_EVERY_PATH.forEach(name -> used.add("#/components/responses/" + name));
        JsonNode components = root.path("components");
        for (String kind : components.propertyNames()) {
            if (!kind.equals("securitySchemes")) {
                assertThat(components.path(kind).propertyNames())
                        .allSatisfy(name ->
                                assertThat(used).contains("#/components/" + kind + "/" + name));
            }
        }
    }

    @Test
    void everySchemaIsASchema() {
        Stream<JsonNode> named = root.path("components").path("schemas").values().stream();
        Stream<JsonNode> inline = root.findValues("schema").stream();
        assertThat(Stream.concat(named, inline))
                .hasSizeGreaterThan(40)
                .allSatisfy(schema -> assertThat(document.metaSchemaProblems(schema)).isEmpty());
    }

    @Test
    void noSchemaUsesWhatOpenApi31Dropped() {
        assertThat(root.findValues("nullable")).isEmpty();
        assertThat(root.findValues("exclusiveMinimum")).noneMatch(JsonNode::isBoolean);
    }

    @Test
    void everyOperationHasANameOfItsOwnAndASummary() {
        List<String> names =
                operations()
                        .map(operation -> operation.node().path("operationId").asString(""))
                        .toList();
        assertThat(names).doesNotContain("").doesNotHaveDuplicates().hasSizeGreaterThan(20);
        assertThat(operations())
                .allSatisfy(o -> assertThat(o.node().path("summary").asString("")).isNotEmpty());
    }

    @Test
    void everyResponseIsDescribed() {
        assertThat(operations())
                .allSatisfy(operation -> {
                    Part responses =
                            document.part("/paths")
                                    .child(operation.path())
                                    .child(operation.method())
                                    .child("responses");
                    assertThat(responses.node().propertyNames())
                            .isNotEmpty()
                            .allSatisfy(status -> {
                                assertThat(status).matches("[1-5]\\d\\d|default");
                                assertThat(
                                                responses
                                                        .child(status)
                                                        .node()
                                                        .path("description")
                                                        .asString(""))
                                        .isNotEmpty();
                            });
                });
    }

    @Test
    void everyPathParameterIsDeclared() {
        assertThat(operations())
                .allSatisfy(operation -> {
                    var inPath = new TreeSet<String>();
                    Pattern.compile("\\{([^}]+)}")
                            .matcher(operation.path())
                            .results()
                            .forEach(found -> inPath.add(found.group(1)));
                    var declared = new TreeSet<String>();
                    Stream.of(operation.item(), operation.node())
                            .flatMap(holder -> holder.path("parameters").values().stream())
                            .map(this::resolved)
                            .filter(parameter -> parameter.path("in").asString().equals("path"))
                            .forEach(parameter -> {
                                assertThat(parameter.path("required").asBoolean()).isTrue();
                                declared.add(parameter.path("name").asString());
                            });
                    assertThat(declared).isEqualTo(inPath);
                });
    }

    @Test
    void tagsAndSecuritySchemesAreDeclared() {
        List<String> tags =
                root.path("tags").values().stream()
                        .map(tag -> tag.path("name").asString())
                        .toList();
        Set<String> schemes =
                Set.copyOf(root.path("components").path("securitySchemes").propertyNames());
        assertThat(operations())
                .allSatisfy(operation -> {
                    assertThat(operation.node().path("tags").values())
                            .isNotEmpty()
                            .allSatisfy(tag -> assertThat(tags).contains(tag.asString()));
                    operation
                            .node()
                            .path("security")
                            .values()
                            .forEach(one -> assertThat(schemes).containsAll(one.propertyNames()));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "/oauth/register,/register,post",
        "/oauth/authorize,/authorize,get",
        "/oauth/token,/token,post"
    })
    void anAliasPromisesTheSame(String path, String alias, String method) {
        for (String member : List.of("parameters", "requestBody", "responses", "security")) {
            assertThat(operation(alias, method).path(member))
                    .isEqualTo(operation(path, method).path(member));
        }
    }

    @Test
    void everyMcpUrlPromisesTheSame() {
        for (String path :
                List.of(
                        "/mcp/oauth/{user_id}",
                        "/mcp/{connector}",
                        "/mcp/{connector}/oauth/{user_id}")) {
            for (String method : List.of("post", "get", "delete")) {
                for (String member :
                        List.of("parameters", "requestBody", "responses", "security")) {
                    assertThat(operation(path, method).path(member))
                            .isEqualTo(operation("/mcp", method).path(member));
                }
            }
        }
    }

    private JsonNode operation(String path, String method) {
        JsonNode operation = root.path("paths").path(path).path(method);
        assertThat(operation.isObject()).isTrue();
        return operation;
    }

    private Stream<Operation> operations() {
        return root.path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(member -> METHODS.contains(member.getKey()))
                                .map(member ->
                                        new Operation(
                                                path.getKey(),
                                                member.getKey(),
                                                path.getValue(),
                                                member.getValue())));
    }

    private Stream<String> references() {
        return root.findValues("$ref").stream().map(JsonNode::asString);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.part(reference.substring(1)).node();
    }
}
