package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a Redis whose certificate is its own. */
class RedisTlsTest {
    @TempDir private static Path folder;
    private static RedisProcess redis;
    private static int port;

    /** The certificate is for the name localhost and no address. */
    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "redis",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                store.toString())
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        write("cert.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        write(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("redis", "changeit".toCharArray()).getEncoded());
        port = RedisProcess.freePort();
        redis =
                RedisProcess.start(
                        RedisBinary.one(),
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        folder.resolve("cert.pem").toString(),
                        "--tls-key-file",
                        folder.resolve("key.pem").toString(),
                        "--tls-auth-clients",
                        "no");
    }

    private static void write(String name, String kind, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static RedisStore store(String host, int port, Path trustFile) {
        var url = RedisUrl.parse("rediss://" + host + ":" + port, false);
        return new RedisStore(
                new RedisSettings(url, RedisFixture.PREFIX, trustFile, Duration.ZERO),
                InstantSource.system(),
                RedisFixture.random());
    }

    @Test
    void aTrustedServerIsUsed() {
        try (var store = store("localhost", port, folder.resolve("cert.pem"))) {
            store.connect();

            var ends = InstantSource.system().instant().plusSeconds(60);
            assertThat(store.insert(KEY, "one", ends)).isEqualTo(Write.DONE);
            assertThat(store.find(KEY)).isPresent();
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotUsed() {
        try (var store = store("localhost", port, null)) {
            assertThatThrownBy(store::connect).hasMessageEndingWith(RedisProblem.TLS.text());
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTaken() {
        try (var store = store("127.0.0.1", port, folder.resolve("cert.pem"))) {
            assertThatThrownBy(store::connect).hasMessageEndingWith(RedisProblem.TLS.text());
        }
    }

    @Test
    void aServerWithoutTlsIsNotUsed() {
        try (var store = store("localhost", redis.port(), folder.resolve("cert.pem"))) {
            assertThatThrownBy(store::connect)
                    .hasMessageContaining("no use of Redis at localhost:");
        }
    }

    @Test
    void aTrustFileHoldsCertificates() throws IOException {
        Path none = folder.resolve("none.pem");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        for (Path wrong : new Path[] {none, empty, folder.resolve("key.pem"), folder}) {
            assertThatThrownBy(() -> store("localhost", port, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a file of certificates in PEM");
        }
    }
}
