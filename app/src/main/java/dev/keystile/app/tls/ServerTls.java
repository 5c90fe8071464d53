package dev.keystile.app.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS of a socket that listens. What it proves to be can be replaced: connections that are made
 * from then on see the new certificate, those that are open go on. Safe for use by many threads.
 */
public final class ServerTls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secrecy and authenticated encryption: all of TLS 1.3, and the better half of 1.2. */
    private static final String CIPHER_SUITES = "TLS_(AES|CHACHA20|ECDHE)_.*(GCM|CHACHA20).*";

    private volatile InUse inUse;

    private record InUse(TlsIdentity identity, SSLContext context) {
        static InUse of(TlsIdentity identity) {
            return new InUse(identity, identity.context());
        }
    }

    /** Whether a connection may begin TLS. */
    @FunctionalInterface
    public interface Admission {
        /** Asked once, before a byte of it is read. */
        boolean admits(Socket connection);
    }

    /** One that begins so. */
    public ServerTls(TlsIdentity identity) {
        inUse = InUse.of(identity);
    }

    /** What it proves to be. */
    public TlsIdentity identity() {
        return inUse.identity();
    }

    /** Puts another in its place. */
    public void replace(TlsIdentity identity) {
        inUse = InUse.of(identity);
    }

    /** For a server that makes its connections with it. */
    public SSLContext context(Admission admission) {
        return new ListeningContext(this, admission);
    }

    /** What makes connections now. */
    SSLContext current() {
        return inUse.context();
    }

    /** One more connection. */
    SSLSocket accept(Socket connection, Admission admission) throws IOException {
        if (!admission.admits(connection)) {
            throw new SocketException("too many connections");
        }
        var socket = (SSLSocket) current().getSocketFactory().createSocket(connection, null, true);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        return socket;
    }

    private static SSLParameters parameters(SSLParameters defaults) {
        defaults.setProtocols(VERSIONS);
        defaults.setCipherSuites(
                Stream.of(defaults.getCipherSuites())
                        .filter(suite -> suite.matches(CIPHER_SUITES))
                        .toArray(String[]::new));
        defaults.setUseCipherSuitesOrder(true);
        return defaults;
    }
}
