package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies of well-known clients' documents, for when the publisher's host does not hand them to
 * servers.
 */
record PinnedDocuments(Map<String, JsonObject> byUrl) {
    private static final String RESOURCE = "/META-INF/keystile/client-documents.json";

    /** The ones this server is shipped with; the resource says of what day they are. */
    static PinnedDocuments shipped() {
        try (InputStream in = PinnedDocuments.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            JsonObject file = StrictJson.read(in.readAllBytes()).orElseThrow();
            return new PinnedDocuments(
                    file.getJsonArray("documents").getValuesAs(JsonObject.class).stream()
                            .collect(
                                    Collectors.toUnmodifiableMap(
                                            document -> document.getString("client_id"),
                                            Function.identity())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<JsonObject> find(String url) {
        return Optional.ofNullable(byUrl.get(url));
    }
}
