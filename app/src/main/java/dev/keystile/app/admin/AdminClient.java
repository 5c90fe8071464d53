package dev.keystile.app.admin;

import dev.keystile.oauth.api.Secret;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the administration of a running gateway.
 *
 * @param base the URL of its management socket, without a slash at the end
 */
record AdminClient(HttpClient http, URI base, Secret token) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    /** One that follows nothing, so that the token goes nowhere else. */
    static AdminClient of(URI base, Secret token) {
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(PATIENCE)
                        .build();
        return new AdminClient(http, base, token);
    }

    /** What stands at a path below the API's. */
    JsonObject get(String path, Map<String, String> query) throws AdminFailureException {
        return ask(request(path + (query.isEmpty() ? "" : "?" + form(query))).GET().build());
    }

    /** What comes of a form. */
    JsonObject post(String path, Map<String, String> form) throws AdminFailureException {
        return ask(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(form)))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/admin/api" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.reveal());
    }

    private JsonObject ask(HttpRequest request) throws AdminFailureException {
        HttpResponse<String> answer;
        try {
            answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("nothing answers at " + base + "; is the gateway running?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
        JsonObject json = read(answer);
        if (answer.statusCode() != 200) {
            throw refused(answer.statusCode(), json.getString("error_description", ""));
        }
        return json;
    }

    private JsonObject read(HttpResponse<String> answer) throws AdminFailureException {
        try (var reader = READERS.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw answer.statusCode() == 404
                    ? failed(
                            "there is no administration at "
                                    + base
                                    + ": ADMIN_TOKEN is not set there")
                    : failed("status " + answer.statusCode() + " from " + base);
        }
    }

    private static AdminFailureException refused(int status, String description) {
        return switch (status) {
            case 401 -> failed("the gateway does not know this token; is ADMIN_TOKEN that of it?");
            case 404 -> new AdminFailureException(AdminExit.NOT_FOUND, description);
            case 409 -> failed(description);
            case 400 -> new AdminFailureException(AdminExit.USAGE, description);
            default -> failed("status " + status + ": " + description);
        };
    }

    private static AdminFailureException failed(String reason) {
        return new AdminFailureException(AdminExit.FAILED, reason);
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
