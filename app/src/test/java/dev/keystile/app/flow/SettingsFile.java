package dev.keystile.app.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of settings of a running gateway that has an admin and a viewer. */
public record SettingsFile(Path path, Wire wire) {
    /** Writes it anew: these settings, beside the tokens. */
    public void says(String yaml) {
        try {
            Files.writeString(
                    path,
                    "management: {admin-token: \"%s\", viewer-token: \"%s\"}\n%s"
                            .formatted(Operators.ADMIN, Operators.VIEWER, yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a gateway read it. */
    public HttpResponse<String> reload(String managementBase) {
        return reload(managementBase, Operators.ADMIN);
    }

    /** The same as somebody. */
    public HttpResponse<String> reload(String managementBase, String token) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(managementBase + "/admin/api/settings/reload"))
                        .header("authorization", "Bearer " + token)
                        .POST(BodyPublishers.noBody()));
    }
}
