package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.flow.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway's own certificate, and what stops a start with it. */
class TlsConfigTest extends ConfigCase {
    private static final TestCertificate EC = TestCertificate.of("dns:localhost");
    private static final TestCertificate RSA =
            TestCertificate.of("RSA", "dns:localhost", TestCertificate.FOR_LONG);

    private AppConfig configured(String... more) {
        String[] both = {
            "TLS_CERTIFICATE_FILE=" + folder.resolve("chain.pem"),
            "TLS_KEY_FILE=" + folder.resolve("key.pem")
        };
        return read(Stream.of(both, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private void written(String chain, String key) throws IOException {
        Files.writeString(folder.resolve("chain.pem"), chain);
        Files.writeString(folder.resolve("key.pem"), key);
    }

    @Test
    void withoutFilesSomebodyElseSpeaksTls() {
        assertThat(read().tls()).isNull();
        assertThat(read().issuer().value()).isEqualTo("http://localhost:8080");
    }

    @Test
    void withFilesTheBaseUrlIsHttpsUnlessItSaysSomethingElse() throws IOException {
        assertThat(configured("PORT=8443").issuer().value()).isEqualTo("https://localhost:8443");
        assertThat(configured("PORT=443").issuer().value()).isEqualTo("https://localhost");
        assertThat(configured("PORT=80").issuer().value()).isEqualTo("https://localhost:80");
        assertThat(readFile("server: {tls: {certificate-file: a, key-file: b}}").issuer().value())
                .isEqualTo("https://localhost:8080");
    }

    @Test
    void keysAreReadInEveryFormThatToolsWrite() throws IOException {
        for (TestCertificate made : List.of(EC, RSA)) {
            String text = "Bag Attributes\n";
            for (String key : List.of(made.key(), made.bareKey(), text + made.key())) {
                written(text + made.chain(), key.replace("\n", "\r\n"));

                assertThat(configured().tls().read().chain().names()).containsExactly("localhost");
            }
            written(made.chain() + made.key(), made.chain() + made.key());
            assertThat(configured().tls().read().toString())
                    .as("one file for both")
                    .isEqualTo("TlsIdentity[localhost]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TLS_KEY_FILE=a | server.tls.certificate-file (TLS_CERTIFICATE_FILE): expected a file, since server.tls.key-file (TLS_KEY_FILE) is set",
                "TLS_CERTIFICATE_FILE=a | server.tls.key-file (TLS_KEY_FILE): expected a file, since server.tls.certificate-file"
            })
    void oneFileWithoutTheOtherIsExplained(String variable, String message) {
        assertThatThrownBy(() -> read(variable))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aBaseUrlOfHttpIsExplained() {
        assertThatThrownBy(() -> configured("API_BASE_URL=http://localhost:8080"))
                .hasMessageStartingWith(
                        "server.base-url (API_BASE_URL): expected an https URL, since"
                                + " server.tls.certificate-file (TLS_CERTIFICATE_FILE) is set");
    }

    @Test
    void filesThatAreNotThereOrSomethingElseAreExplained() throws IOException {
        assertWrong("server.tls.certificate-file (TLS_CERTIFICATE_FILE): expected a file that");
        written("nothing", EC.key());
        assertWrong("server.tls.certificate-file (TLS_CERTIFICATE_FILE): expected a certificate");
        written(EC.chain().replace("MII", "???"), EC.key());
        assertWrong("server.tls.certificate-file (TLS_CERTIFICATE_FILE): ");
        written(EC.chain(), EC.chain());
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected a private key in PEM");
        written(EC.chain(), EC.key().replace(" PRIVATE", " ENCRYPTED PRIVATE"));
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected a key without a passphrase");
        written(EC.chain(), RSA.key());
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected a private key in PEM that is of");
        written(EC.chain(), RSA.bareKey());
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected a private key in PEM that is of");
        written(EC.chain(), TestCertificate.of("dns:localhost").key());
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected the key of the certificate");
        Files.delete(folder.resolve("key.pem"));
        assertWrong("server.tls.key-file (TLS_KEY_FILE): expected a file that can be read");
    }

    /** No message shows a key. */
    private void assertWrong(String message) {
        assertThatThrownBy(() -> configured().tls().read())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining(EC.key().lines().skip(1).findFirst().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dns:mcp.example.com | https://mcp.example.com | true",
                "dns:MCP.example.com | https://mcp.example.com:8443 | true",
                "dns:*.example.com | https://mcp.example.com | true",
                "dns:*.example.com | https://a.mcp.example.com | false",
                "dns:*.example.com | https://example.com | false",
                "dns:example.com | https://mcp.example.com | false",
                "ip:127.0.0.1 | https://127.0.0.1 | true",
                "ip:127.0.0.1 | https://localhost | false",
                "ip:0:0:0:0:0:0:0:1 | https://[::1] | true",
                "'' | https://test | false"
            })
    void theCertificateIsForTheHostOfTheBaseUrl(String names, String base, boolean right)
            throws IOException {
        TestCertificate made = TestCertificate.of(names);
        written(made.chain(), made.key());
        TlsFiles files = configured("API_BASE_URL=" + base, "MCP_UPSTREAM_URL=http://a/mcp").tls();

        if (right) {
            assertThat(files.read().chain().own()).isEqualTo(made.certificate());
        } else {
            assertThatThrownBy(files::read)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("expected a certificate for ");
        }
    }

    @Test
    void whoeverSpeaksTlsItselfHasNoUnknownProxyInFront() {
        String[] hosted = {
            "API_BASE_URL=https://mcp.example.com", "MCP_UPSTREAM_URL=https://u.example.com/mcp"
        };

        assertThat(configured(hosted).publicSocket().unknownProxy()).isFalse();
        assertThat(read(hosted).publicSocket().unknownProxy()).isTrue();
        assertThat(
                        read(hosted[0], hosted[1], "TRUSTED_PROXIES=10.0.0.0/8")
                                .publicSocket()
                                .unknownProxy())
                .isFalse();
        assertThat(read("MANAGEMENT_HOST=0.0.0.0").managementSocket().host()).isEqualTo("0.0.0.0");
    }
}
