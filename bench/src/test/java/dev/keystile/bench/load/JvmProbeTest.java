package dev.keystile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.bench.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Looks into the web server of a process of its own. Linux alone tells the time of processors. */
@EnabledOnOs(OS.LINUX)
class JvmProbeTest {
    private static final int REQUESTS = 3000;

    @TempDir Path folder;
    private final int port = Ports.free();
    private Process process;
    private ProcessHandle server;

    @BeforeEach
    void start() throws Exception {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dhelidon.serialFilter.missing.action=ignore",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BareServer.class.getName(),
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        server = process.toHandle();
        while (!answers()) {
            assertThat(process.isAlive()).as("the server lives").isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private boolean answers() {
        try (var http = new HttpCaller(port)) {
            return http.get("/fixed", "").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void ask() throws IOException {
        try (var http = new HttpCaller(port)) {
            for (int i = 0; i < REQUESTS; i++) {
                http.get("/fixed", "").expect(200);
            }
        }
    }

    @Test
    void countsBytesOfAllThreads() throws Exception {
        try (var probe = new JvmProbe(server.pid())) {
            long before = probe.allocated();
            ask();
            assertThat(probe.allocated() - before).isGreaterThan(100 * REQUESTS);
        }
    }

    @Test
    void countsTheTimeOfProcessorsOfAProcessAndOfThreads() throws Exception {
        ProcessorTime before = ProcessorTime.of(server);
        ask();
        ProcessorTime taken = ProcessorTime.of(server).minus(before);
        assertThat(taken.user()).isPositive();
        assertThat(taken.both()).isGreaterThanOrEqualTo(taken.user());
        assertThat(ProcessorTime.of(server, ProfileLoad.COMPILER_AND_COLLECTOR).both())
                .isPositive()
                .isLessThan(ProcessorTime.of(server).both());
    }

    @Test
    void recordingTellsTheKernelAndTheWebServerApart() throws Exception {
        Path file = folder.resolve("calls.jfr");
        try (var probe = new JvmProbe(server.pid())) {
            probe.record(file, this::ask);
        }
        Recording recording = Recording.read(file);
        assertThat(recording.percentOfTime(Part.WRITE)).isPositive();
        assertThat(recording.percentOfTime(Part.HELIDON)).isPositive();
        assertThat(recording.percentOfTime(Part.BRIDGE)).isZero();
        recording.draw(folder);
        assertThat(folder.resolve("time.html"))
                .content()
                .contains("Time of processors", "Dispatcher.");
    }
}
