package dev.keystile.app;

import dev.keystile.oauth.api.Secret;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the management socket of a running gateway. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private AdminClient() {}

    /** What came of it. */
    sealed interface Answer {
        /** An object. */
        record Found(JsonObject json) implements Answer {}

        /**
         * None.
         *
         * @param wrong whether the question was wrong
         */
        record Refused(boolean wrong, String description) implements Answer {}
    }

    /** Asks for an object. */
    static Answer get(URI uri, Secret token) {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token.reveal())
                        .timeout(PATIENCE)
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build()) {
            return read(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Answer.Refused(
                    false, "no gateway answers at " + uri.getAuthority() + " (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Refused(false, "interrupted");
        }
    }

    private static Answer read(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401) {
            return new Answer.Refused(false, "ADMIN_TOKEN is not that of the gateway");
        }
        try (var reader = Json.createReader(new StringReader(response.body()))) {
            JsonObject json = reader.readObject();
            return status == 200
                    ? new Answer.Found(json)
                    : new Answer.Refused(status == 400, json.getString("error_description", ""));
        } catch (JsonException e) {
            return new Answer.Refused(false, "status " + status + ", and no JSON");
        }
    }
}
