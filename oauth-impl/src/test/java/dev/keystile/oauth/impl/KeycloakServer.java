package dev.keystile.oauth.impl;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Keycloak in its development mode, on a free loopback port and with nothing on disk, that knows
 * one client and one person.
 */
final class KeycloakServer implements AutoCloseable {
    static final String CLIENT = "keystile";
    static final String SECRET = "se+cret/: %";
    static final String PERSON = "ada";
    static final String PASSWORD = "only-for-tests";
    static final String REDIRECT = "http://127.0.0.1:9/oauth/identity";

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.:]+)");
    private static final String REALM =
            """
            {"realm": "people", "enabled": true,
             "clients": [{"clientId": "%s", "secret": "%s", "redirectUris": ["%s"],
               "attributes": {"pkce.code.challenge.method": "S256"}}],
             "users": [{"username": "%s", "enabled": true, "firstName": "Ada", "lastName": "One",
               "email": "ada@people.example", "emailVerified": true,
               "credentials": [{"type": "password", "value": "%s"}]}]}
            """
                    .formatted(CLIENT, SECRET, REDIRECT, PERSON, PASSWORD);

    private final Process process;
    private final String base;

    /**
     * Waits until it listens.
     *
     * @param home an unpacked distribution
     */
    KeycloakServer(Path home) throws IOException {
        Path realms = Files.createDirectories(home.resolve("data/import"));
        Files.writeString(realms.resolve("people-realm.json"), REALM);
        process = start(home);
        base = awaitBase();
    }

    String issuer() {
        return base + "/realms/people";
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Process start(Path home) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                "bash",
                                home.resolve("bin/kc.sh").toString(),
                                "start-dev",
                                "--import-realm",
                                "--db=dev-mem",
                                "--http-host=127.0.0.1",
                                "--http-port=0")
                        .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx768m");
        return builder.start();
    }

    private String awaitBase() throws IOException {
        List<String> said = new ArrayList<>();
        // Not closed: what it goes on to say has to be read.
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return listening.group(1);
            }
        }
        throw new IOException("Keycloak has ended: " + String.join("\n", said));
    }
}
