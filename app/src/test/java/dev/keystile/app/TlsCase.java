package dev.keystile.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.TestCertificate;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that speaks TLS itself, and clients that know its certificates. */
@Timeout(120)
abstract class TlsCase {
    static final TestCertificate FIRST = TestCertificate.of("dns:localhost,dns:mcp.example.com");
    static final TestCertificate SECOND = TestCertificate.of("dns:localhost,dns:mcp.example.com");
    static final SSLContext TRUSTED = TestCertificate.trusted(FIRST, SECOND);

    @TempDir Path folder;

    final Logged logged = new Logged();
    final Logger ours = Logger.getLogger("dev.keystile");
    final Wire wire = new Wire(TRUSTED);
    OpenGateway gateway;

    /** Starts it with the first certificate, with these settings besides. */
    void start(Map<String, String> settings) {
        gateway = OpenGateway.onLoopback(new MovableClock(), withCertificate(settings));
    }

    /** The same with the settings of a file. */
    void configured(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("keystile.yaml"), yaml);
        gateway = new OpenGateway(new MovableClock(), withCertificate(Map.of()), file);
    }

    private Map<String, String> withCertificate(Map<String, String> settings) {
        // Tests before may have left it quieter.
        ours.setLevel(Level.ALL);
        FIRST.writeTo(folder);
        Map<String, String> all = new HashMap<>(TestCertificate.variables(folder));
        all.putAll(Operators.both());
        all.putAll(settings);
        return all;
    }

    @AfterEach
    void stop() {
        ours.setLevel(null);
        if (gateway != null) {
            gateway.close();
        }
        wire.close();
        logged.close();
    }

    /** A connection with TLS, which is established. */
    SSLSocket connect() throws IOException {
        var socket = (SSLSocket) TRUSTED.getSocketFactory().createSocket("127.0.0.1", port());
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        return socket;
    }

    int port() {
        return gateway.port();
    }

    /** What the server of a connection has shown. */
    static X509Certificate shown(SSLSocket connection) throws IOException {
        return (X509Certificate) connection.getSession().getPeerCertificates()[0];
    }

    /** Sends a request for the public host and leaves the connection open. */
    void send(SSLSocket connection, String line, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        String host = URI.create(gateway.base()).getAuthority();
        connection
                .getOutputStream()
                .write(
                        (line + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n")
                                .getBytes(US_ASCII));
        connection.getOutputStream().flush();
    }

    /** Reads until this has come. */
    static String read(SSLSocket connection, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = connection.getInputStream().read();
            if (next < 0) {
                throw new IOException("ended before '" + end + "': " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
