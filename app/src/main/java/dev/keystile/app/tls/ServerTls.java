package dev.keystile.app.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
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

    private record InUse(TlsIdentity identity, SSLContext context, List<String> suites) {
        static InUse of(TlsIdentity identity) {
            SSLContext context = identity.context();
            List<String> suites =
                    Stream.of(context.getDefaultSSLParameters().getCipherSuites())
                            .filter(suite -> suite.matches(CIPHER_SUITES))
                            .toList();
            return new InUse(identity, context, suites);
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
        InUse now = inUse;
        var socket =
                (SSLSocket) now.context().getSocketFactory().createSocket(connection, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(now.suites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
