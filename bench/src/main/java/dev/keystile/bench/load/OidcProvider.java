package dev.keystile.bench.load;

import dev.keystile.bench.Ports;
import dev.keystile.bench.load.AuthorizationServer.Paths;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * npm's package of that name in a small server of ours, one process of node. Its adapter keeps
 * state in memory.
 *
 * @param folder that it is installed in
 */
record OidcProvider(Path folder) implements Peer {
    private static final Path SERVER = Path.of("bench", "peers", "oidc-provider.mjs");
    private static final Paths PATHS = new Paths("/reg", "/auth", "/token");

    @Override
    public String name() {
        return "oidc-provider";
    }

    @Override
    public boolean isInstalled() {
        return Files.isExecutable(node());
    }

    private Path node() {
        return folder.resolve("node_modules/.bin/node");
    }

    @Override
    public AuthorizationServer start(Site site) throws Exception {
        int port = Ports.free();
        // Read from standard input it finds its packages in the folder that it runs in.
        var builder =
                new ProcessBuilder(node().toString(), "--input-type=module", "-", "" + port)
                        .directory(folder.toFile())
                        .redirectInput(SERVER.toFile());
        builder.environment().put("NODE_ENV", "production");
        site.start(builder, port, "/.well-known/openid-configuration");
        return new AuthorizationServer(name() + " " + version(), port, PATHS, OidcProvider::follow);
    }

    private String version() throws IOException {
        Path about = folder.resolve("node_modules/oidc-provider/package.json");
        try (var reader = Json.createReader(Files.newBufferedReader(about))) {
            return reader.readObject().getString("version");
        }
    }

    /** Nothing is asked, so its redirects lead back. */
    private static HttpCaller.Answer follow(Browser browser, HttpCaller.Answer first)
            throws IOException {
        var answer = first.expect(303);
        while (!answer.field("location").startsWith(OAuthFlow.CALLBACK)) {
            answer = browser.open(Browser.path(answer.field("location"))).expect(303);
        }
        return answer;
    }
}
