package dev.keystile.app.check;

import dev.keystile.oauth.api.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An API key that is typed or piped in, so that no list of processes shows it. */
final class TypedKey {
    private TypedKey() {}

    /**
     * The first line of an input, less white space around it.
     *
     * @throws IllegalArgumentException when there is none, with a message for whoever typed
     */
    static Secret read(InputStream input) {
        try {
            var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            String typed = reader.readLine();
            if (typed == null || typed.isBlank()) {
                throw new IllegalArgumentException("expected the API key on standard input");
            }
            return Secret.of(typed.strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("standard input cannot be read", e);
        }
    }
}
