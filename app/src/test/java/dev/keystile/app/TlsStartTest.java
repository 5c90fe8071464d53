package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start with a certificate that is not as it should be. */
class TlsStartTest extends TlsCase {
    @Test
    void aCertificateThatHasEndedIsServedAndComplainedOf() throws Exception {
        TestCertificate ended = TestCertificate.ofAMonth("2020/01/01");
        ended.writeTo(folder);
        gateway = OpenGateway.onLoopback(new MovableClock(), TestCertificate.variables(folder));

        assertThat(logged.of("tls.not-valid"))
                .singleElement()
                .asString()
                .contains("ends=2020-01-31T00:00:00Z");
        assertThat(gateway.management("/metrics").body())
                .contains("keystile_tls_certificate_end_timestamp_seconds 1.5804288E9");
    }

    @Test
    void aKeyOfAnotherCertificateIsOneLineAndNoStart() throws Exception {
        FIRST.writeTo(folder);
        Files.writeString(folder.resolve("key.pem"), SECOND.key());
        Map<String, String> environment =
                new HashMap<>(RunningGateway.environment(RunningGateway.freePort()));
        environment.putAll(TestCertificate.variables(folder));
        var err = new StringWriter();

        int status =
                Main.commandLine(environment, new SecureRandom())
                        .setErr(new PrintWriter(err))
                        .execute("serve");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "keystile: server.tls.key-file (TLS_KEY_FILE): expected the key of the"
                                + " certificate")
                .hasLineCount(1);
    }
}
