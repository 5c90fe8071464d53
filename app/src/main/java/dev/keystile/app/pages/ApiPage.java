package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An OpenAPI document as a page: what can be called, with what, and what comes back. */
@JStache(path = "api")
record ApiPage(
        Texts texts, String name, String version, Prose description, List<Operation> operations)
        implements Page {
    /**
     * One method of one path.
     *
     * @param anchor its id in the page
     */
    record Operation(
            String anchor,
            String method,
            String path,
            String summary,
            Prose description,
            List<Parameter> parameters,
            List<Response> responses) {
        /** For the style sheet. */
        String methodClass() {
            return method.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One input.
     *
     * @param place {@code path}, {@code query}, {@code header}, {@code cookie} or the media type of
     *     the body
     */
    record Parameter(String name, String place, boolean required, Prose description) {}

    /**
     * One answer.
     *
     * @param content the media types; null when there is no body
     */
    record Response(String status, @Nullable String content, Prose description) {}

    static ApiPage of(JsonObject openapi, Texts texts) {
        JsonObject info = OpenApiReader.object(openapi, "info");
        return new ApiPage(
                texts,
                info.getString("title", "API"),
                info.getString("version", ""),
                Prose.of(info.getString("description", "")),
                new OpenApiReader(openapi).operations());
    }

    @Override
    public String title() {
        return texts.plain("api.title");
    }
}
