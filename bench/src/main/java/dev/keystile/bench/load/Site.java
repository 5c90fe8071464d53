package dev.keystile.bench.load;

import dev.keystile.bench.Ports;
import dev.keystile.bench.RedisServer;
import dev.keystile.bench.Scratch;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where it all takes place: a folder, an upstream, and processes that end with them. */
final class Site implements AutoCloseable {
    static final Store MEMORY = new Store("memory", Map.of("STORAGE", "memory"));

    private static final String SECRET = "x".repeat(43);

    /** Every rule counts, as by default, and so much is allowed that none refuses. */
    private static final String WIDE_RULES =
            Stream.of(LimitRule.values())
                    .map(rule -> rule.text() + ": " + Quota.MOST + "/1s")
                    .collect(Collectors.joining(", ", "rules: {", "}"));

    private final Scratch scratch = new Scratch();
    private final KeyUpstream upstream;
    private int folders;

    Site() throws IOException {
        this.upstream = new KeyUpstream();
    }

    /** Where a gateway keeps its state, and by which settings. */
    record Store(String name, Map<String, String> variables) {}

    static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI upstream() {
        return upstream.uri();
    }

    /** A new one. */
    Path folder() {
        return scratch.newFolder("part-" + folders++);
    }

    GatewayProcess gateway(String settings, Store store) throws Exception {
        return gateway(settings, store, upstream.uri());
    }

    GatewayProcess gateway(String settings, Store store, URI before) throws Exception {
        return new GatewayProcess(
                folder(), "limits: {" + WIDE_RULES + "}\n" + settings, store.variables(), before);
    }

    /** One with no settings but the environment. */
    GatewayProcess gatewayAsItComes() throws Exception {
        return new GatewayProcess(folder(), "", MEMORY.variables(), upstream.uri());
    }

    /** One that one account may have so many streams open at. */
    GatewayProcess roomyGateway(String settings, int streams, URI before) throws Exception {
        String limits = "limits: {streams: " + streams + ", " + WIDE_RULES + "}\n";
        return new GatewayProcess(folder(), limits + settings, MEMORY.variables(), before);
    }

    /** Memory, a file, and Redis where there is one. */
    List<Store> stores() {
        List<Store> stores = new ArrayList<>(List.of(MEMORY));
        stores.add(file(folder()));
        RedisServer.onThePath()
                .map(program -> RedisServer.start(program, folder()))
                .map(Site::redis)
                .ifPresent(stores::add);
        return stores;
    }

    /** In a folder, which may hold a store already. */
    static Store file(Path folder) {
        return new Store(
                "file",
                Map.of(
                        "STORAGE",
                        "file",
                        "STORAGE_PATH",
                        folder.toString(),
                        "KEYSTILE_SECRET",
                        SECRET));
    }

    static Store redis(RedisServer server) {
        return new Store(
                "Redis",
                Map.of(
                        "STORAGE",
                        "redis",
                        "REDIS_URL",
                        "redis://127.0.0.1:" + server.port(),
                        "KEYSTILE_SECRET",
                        SECRET));
    }

    /** The port of a web server that answers with the same bytes each time. */
    int bareServer() throws Exception {
        int port = Ports.free();
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        "" + port);
        start(builder, port, "/fixed");
        return port;
    }

    /** A process that ends with this site; {@code path} is one that it answers when it is ready. */
    void start(ProcessBuilder builder, int port, String path) throws Exception {
        var _ = Launch.of(builder, folder().resolve("log"), port, path);
    }

    @Override
    public void close() throws IOException {
        upstream.close();
        scratch.close();
    }
}
