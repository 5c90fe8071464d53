package dev.keystile.app;

import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.http.Raw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A whole gateway before the demo upstream, on a port of its own. */
public final class OpenGateway implements AutoCloseable {
    private final Gateway gateway;
    private final Raw raw;

    private OpenGateway(InstantSource clock, Map<String, String> settings) {
        this(clock, settings, null);
    }

    OpenGateway(InstantSource clock, Map<String, String> settings, Path file) {
        int port = RunningGateway.freePort();
        Map<String, String> environment = new HashMap<>(RunningGateway.environment(port));
        environment.putAll(settings);
        gateway = Gateway.start(LiveConfig.read(environment, file), clock, new SecureRandom());
        raw = new Raw(port);
    }

    /** Reached directly: the base URL is http on loopback. */
    public static OpenGateway onLoopback() {
        return onLoopback(new MovableClock());
    }

    public static OpenGateway onLoopback(InstantSource clock) {
        return onLoopback(clock, Map.of());
    }

    /** With these settings of its own. */
    public static OpenGateway onLoopback(InstantSource clock, Map<String, String> settings) {
        return new OpenGateway(clock, settings);
    }

    /** With the settings of a file, which is written into a folder. */
    public static OpenGateway configured(Path folder, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("keystile.yaml"), yaml);
        return new OpenGateway(new MovableClock(), Map.of(), file);
    }

    /** The same, with whose settings it begins; the file may be written anew. */
    public static OpenGateway configured(Path file) {
        return new OpenGateway(new MovableClock(), Map.of(), file);
    }

    /** Behind a proxy that speaks TLS: the base URL is https, what arrives here is not. */
    public static OpenGateway behindProxy() {
        return new OpenGateway(
                new MovableClock(), Map.of("API_BASE_URL", "https://gateway.example.com"));
    }

    public String base() {
        return gateway.resources().issuer().value();
    }

    /** Of the public socket. */
    int port() {
        return raw.port();
    }

    /** The URL of the management socket. */
    public String managementBase() {
        return "http://" + gateway.managementAuthority();
    }

    String greeting() {
        return Greeting.of(gateway);
    }

    String started() {
        return Serving.started(gateway);
    }

    List<String> connectors() {
        return Serving.connectors(gateway);
    }

    /** {@code headers}: whole lines. */
    public Raw.Answer get(String path, String... headers) {
        return raw.send(Raw.request("GET " + path, host(), "", headers));
    }

    /** At the management socket; {@code headers}: whole lines. */
    public Raw.Answer management(String path, String... headers) {
        String authority = managementAuthority();
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        return new Raw(port).send(Raw.request("GET " + path, authority, "", headers));
    }

    String managementAuthority() {
        return gateway.managementAuthority();
    }

    public Raw.Answer post(String path, String type, String body, String... headers) {
        String[] lines =
                Stream.concat(Stream.of("Content-Type: " + type), Stream.of(headers))
                        .toArray(String[]::new);
        return raw.send(Raw.request("POST " + path, host(), body, lines));
    }

    private String host() {
        return gateway.resources().issuer().authority();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
