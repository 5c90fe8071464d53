package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.ConnectorConfig;
import dev.keystile.app.config.LiveConfig;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.log.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file of settings is read again, and when it is not. */
class ReloaderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("MCP_UPSTREAM_URL", "http://127.0.0.1:1/mcp");

    @TempDir private Path folder;

    private final Logged logged = new Logged();
    private final MovableClock clock = new MovableClock();
    private final List<String> taken = new ArrayList<>();
    private Path file;
    private Reloader reloader;

    @BeforeEach
    void start() throws IOException {
        file = write("keystile.yaml", named("one"));
        begin(file);
    }

    @AfterEach
    void stop() {
        logged.close();
    }

    private void begin(Path read) {
        reloader =
                new Reloader(
                        LiveConfig.read(ENVIRONMENT, read), this::take, new Verbosity(), clock);
    }

    private String take(AppConfig config) {
        taken.addAll(config.connectors().stream().map(ConnectorConfig::displayName).toList());
        return "";
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String named(String name) {
        return "connector: {display-name: " + name + "}\n";
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotTaken() throws IOException {
        reloader.look();
        write("keystile.yaml", "connector:\n");
        reloader.look();
        write("keystile.yaml", named("two"));
        reloader.look();
        assertThat(taken).isEmpty();

        reloader.look();
        reloader.look();

        assertThat(taken).containsExactly("two");
    }

    @Test
    void aFolderThatIsSwappedAsAWholeIsNoticedWhateverItsTimesSay() throws IOException {
        Instant before = Instant.parse("2020-01-01T00:00:00Z");
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        for (Path each : List.of(first, second)) {
            Path written =
                    Files.writeString(
                            each.resolve("keystile.yaml"), named(each.getFileName().toString()));
            Files.setLastModifiedTime(written, FileTime.from(before));
        }
        Path link = Files.createSymbolicLink(folder.resolve("data"), first);
        begin(link.resolve("keystile.yaml"));

        Files.delete(link);
        Files.createSymbolicLink(link, second);
        reloader.look();
        reloader.look();

        assertThat(taken).containsExactly("second");
    }

    @Test
    void whatIsWrongIsSaidOnceAndWhatIsInForceStaysSinceWhenItWas() throws IOException {
        Instant began = reloader.state().since();
        clock.advance(Duration.ofHours(1));
        write("keystile.yaml", "limits: {streams: many}");

        for (int looks = 0; looks < 5; looks++) {
            reloader.look();
        }

        assertThat(taken).isEmpty();
        assertThat(logged.of("config.refused")).hasSize(1);
        assertThat(reloader.state().since()).isEqualTo(began);
        assertThat(reloader.state().problem()).startsWith("limits.streams");
        assertThat(reloader.counts()).containsEntry("refused", 1L).containsEntry("taken", 0L);
    }

    @Test
    void aFileThatIsGoneIsRefused() throws IOException {
        Files.delete(file);

        reloader.look();
        reloader.look();

        assertThat(reloader.state().problem()).contains("is not a file that can be read");
    }

    @Test
    void theEnvironmentWinsAsAtTheStart() throws IOException {
        write("keystile.yaml", "connector: {upstream-url: \"http://127.0.0.1:2/mcp\"}");
        List<String> upstreams = new ArrayList<>();
        var other =
                new Reloader(
                        LiveConfig.read(ENVIRONMENT, file),
                        config -> {
                            upstreams.add(config.connectors().getFirst().upstream() + "");
                            return "";
                        },
                        new Verbosity(),
                        clock);

        other.reload();

        assertThat(upstreams).containsExactly("http://127.0.0.1:1/mcp");
    }

    @Test
    void aCertificateThatIsReplacedIsNoticed() throws IOException {
        Path trust = write("ca.pem", "none");
        write("keystile.yaml", "connector: {trust-file: \"" + trust + "\"}");
        reloader.look();
        reloader.look();
        assertThat(reloader.counts()).containsEntry("refused", 1L);

        write("ca.pem", "other");
        reloader.look();
        reloader.look();

        assertThat(reloader.counts()).containsEntry("refused", 2L);
    }

    @Test
    void whatDoesNotGoTogetherWithWhatNeedsARestartIsRefused() throws IOException {
        String door = "connector: {key-header: Authorization, key-prefix: \"%s\"}\n";
        begin(write("keystile.yaml", "tokens: {prefix: a_}\n" + door.formatted("b_")));
        write("keystile.yaml", "tokens: {prefix: c_}\n" + door.formatted("a_"));

        reloader.reload();

        assertThat(reloader.state().problem())
                .startsWith("connector.key-prefix")
                .contains("beside what needs a restart: tokens.prefix");
        assertThat(taken).isEmpty();
    }
}
