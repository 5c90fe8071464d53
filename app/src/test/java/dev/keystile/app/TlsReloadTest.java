package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.config.TlsFiles;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.SettingsFile;
import dev.keystile.app.flow.TestCertificate;
import dev.keystile.app.http.Raw;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A certificate that is replaced while the gateway runs. */
class TlsReloadTest extends TlsCase {
    private static final Duration DAY = Duration.ofDays(1);

    private HttpResponse<String> reload() {
        return new SettingsFile(folder, wire).reload(gateway.managementBase());
    }

    private String management(String path) {
        Raw.Answer answer = gateway.management("/" + path, Operators.bearer(Operators.ADMIN));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private void assertShown(TestCertificate expected) throws IOException {
        try (SSLSocket connection = connect()) {
            assertThat(shown(connection)).isEqualTo(expected.certificate());
        }
    }

    @Test
    void newConnectionsSeeTheNewOneAndOpenOnesGoOn() throws Exception {
        start(Map.of());
        try (SSLSocket before = connect()) {
            send(before, "GET /.well-known/oauth-authorization-server");
            read(before, "}");
            SECOND.writeTo(folder);

            assertThat(reload().statusCode()).isEqualTo(200);

            assertShown(SECOND);
            assertThat(shown(before)).isEqualTo(FIRST.certificate());
            send(before, "GET /nothing", "Accept: application/json");
            assertThat(read(before, "\r\n\r\n")).contains("HTTP/1.1 404");
        }
        assertThat(logged.of("tls.in-use")).hasSize(2);
        assertThat(management("metrics")).contains("keystile_tls_refused 0.0");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAndTheOneBeforeGoesOn() throws Exception {
        start(Map.of());
        Files.writeString(folder.resolve("chain.pem"), SECOND.chain());

        HttpResponse<String> answer = reload();

        String reason = "server.tls.key-file (TLS_KEY_FILE): expected the key of the certificate";
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains(reason).doesNotContain("BEGIN");
        assertThat(logged.of("tls.refused")).singleElement().asString().contains(reason);
        assertThat(management("metrics")).contains("keystile_tls_refused 1.0");
        assertThat(management("admin/api/overview")).contains(reason);
        assertShown(FIRST);

        SECOND.writeTo(folder);
        assertThat(reload().statusCode()).isEqualTo(200);
        assertShown(SECOND);
        assertThat(management("metrics")).contains("keystile_tls_refused 0.0");
        assertThat(management("admin/api/overview")).doesNotContain(reason);
    }

    @Test
    void oneThatHasEndedOrIsForAnotherHostIsRefused() throws Exception {
        start(Map.of());
        TestCertificate.ofAMonth("2020/01/01").writeTo(folder);
        assertThat(reload().body())
                .contains("expected a certificate that is valid now", "ends=2020-01-31T00:00:00Z");

        TestCertificate.of("dns:elsewhere.example.com").writeTo(folder);
        assertThat(reload().body())
                .contains("expected a certificate for localhost", "elsewhere.example.com");
        assertShown(FIRST);
    }

    @Test
    void theMetricSaysWhenItEnds() {
        start(Map.of());

        double seconds =
                management("metrics")
                        .lines()
                        .filter(line ->
                                line.startsWith("keystile_tls_certificate_end_timestamp_seconds "))
                        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                        .findFirst()
                        .orElseThrow();

        assertThat((long) seconds)
                .isEqualTo(FIRST.certificate().getNotAfter().toInstant().getEpochSecond());
    }

    @Test
    void theLogSaysOnceADayThatTheOneInUseEndsAndAtOnceThatItHasEnded() {
        ours.setLevel(Level.ALL);
        FIRST.writeTo(folder);
        var clock = new MovableClock();
        var files =
                new TlsFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"), "localhost");
        var reload = CertificateReload.start(files, clock);
        Instant notice = reload.ends().minus(CertificateReload.NOTICE);
        lookAt(reload, clock, notice.minusMillis(1));
        assertThat(logged.of("tls.ends-soon")).isEmpty();

        lookAt(reload, clock, notice);
        lookAt(reload, clock, notice.plus(DAY).minusMillis(1));
        assertThat(logged.of("tls.ends-soon"))
                .singleElement()
                .asString()
                .endsWith(" ends=" + reload.ends());
        lookAt(reload, clock, notice.plus(DAY));
        assertThat(logged.of("tls.ends-soon")).hasSize(2);

        lookAt(reload, clock, reload.ends());
        assertThat(logged.of("tls.not-valid")).isEmpty();
        lookAt(reload, clock, reload.ends().plusMillis(1));
        lookAt(reload, clock, reload.ends().plus(DAY));
        assertThat(logged.of("tls.not-valid")).hasSize(1);
        lookAt(reload, clock, reload.ends().plus(DAY).plusMillis(1));
        assertThat(logged.of("tls.not-valid")).hasSize(2);
    }

    @Test
    void oneThatHasNotBegunIsTakenWhenItBegins() {
        FIRST.writeTo(folder);
        var clock = new MovableClock();
        var files =
                new TlsFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"), "localhost");
        var reload = CertificateReload.start(files, clock);
        TestCertificate next = TestCertificate.ofAMonth("2035/01/01");
        next.writeTo(folder);
        Instant begins = next.certificate().getNotBefore().toInstant();
        reload.look();

        lookAt(reload, clock, begins.minusMillis(1));
        assertThat(reload.problem()).contains("valid now", "begins=" + begins);
        assertThat(logged.of("tls.refused")).hasSize(1);
        lookAt(reload, clock, begins);

        assertThat(reload.problem()).isNull();
        assertThat(reload.ends()).isEqualTo(next.certificate().getNotAfter().toInstant());
    }

    private static void lookAt(CertificateReload reload, MovableClock clock, Instant time) {
        clock.advance(Duration.between(clock.instant(), time));
        reload.look();
    }

    @Test
    void aFolderThatIsSwappedAsAWholeIsTakenWithoutAWord() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        FIRST.writeTo(first);
        SECOND.writeTo(second);
        Path data = Files.createSymbolicLink(folder.resolve("data"), first);
        start(TestCertificate.variables(data));
        var taken = new Semaphore(0);
        Handler listening = new Listening(taken);
        ours.addHandler(listening);

        Path next = Files.createSymbolicLink(folder.resolve("next"), second);
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(taken.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        ours.removeHandler(listening);
        assertShown(SECOND);
    }

    @Test
    void aKeyThatEverybodyMayReadIsWarnedOf() throws Exception {
        start(Map.of());
        assertThat(logged.of("tls.key-open")).isEmpty();
        Files.setPosixFilePermissions(
                folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        reload();

        assertThat(logged.of("tls.key-open")).singleElement().asString().endsWith("key.pem");
    }

    /** Gives a permit for each certificate that is taken. */
    private static final class Listening extends Handler {
        private final Semaphore taken;

        Listening(Semaphore taken) {
            this.taken = taken;
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith("tls.in-use")) {
                taken.release();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
