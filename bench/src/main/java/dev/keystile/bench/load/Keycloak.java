package dev.keystile.bench.load;

import dev.keystile.bench.Ports;
import dev.keystile.bench.load.AuthorizationServer.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keycloak's distribution, as for production but without TLS, and with all state in memory.
 *
 * @param folder that the distribution's own folder lies in
 */
record Keycloak(Path folder) implements Peer {
    /** How its folder's name begins, before the version. */
    private static final String FOLDER = "keycloak-";

    private static final Path REALM = Path.of("bench", "peers", "bench-realm.json");
    private static final String OPENID = "/realms/bench/protocol/openid-connect/";
    private static final Paths PATHS =
            new Paths(
                    "/realms/bench/clients-registrations/openid-connect",
                    OPENID + "auth",
                    OPENID + "token");
    private static final Pattern ACTION = Pattern.compile("<form [^>]*action=\"([^\"]+)\"");

    @Override
    public String name() {
        return "Keycloak";
    }

    @Override
    public boolean isInstalled() {
        return home().isPresent();
    }

    private Optional<Path> home() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> path.getFileName().toString().startsWith(FOLDER))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AuthorizationServer start(Site site) throws Exception {
        Path home = home().orElseThrow();
        Path imported = Files.createDirectories(home.resolve("data/import"));
        Files.copy(
                REALM, imported.resolve(REALM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        int port = Ports.free();
        var builder =
                new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start",
                        "--db=dev-mem",
                        "--cache=local",
                        "--features-disabled=persistent-user-sessions",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname-strict=false",
                        "--import-realm");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        site.start(builder, port, "/realms/bench/.well-known/openid-configuration");
        String version = home.getFileName().toString().substring(FOLDER.length());
        return new AuthorizationServer(name() + " " + version, port, PATHS, Keycloak::signIn);
    }

    /** By the form of the login page. */
    private static HttpCaller.Answer signIn(Browser browser, HttpCaller.Answer page)
            throws IOException {
        String action = Browser.first(ACTION, page.expect(200).body()).replace("&amp;", "&");
        return browser.submit(
                        Browser.path(action), Map.of("username", "person", "password", "secret"))
                .expect(302);
    }
}
