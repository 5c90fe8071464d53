package dev.keystile.app.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The context that a server is given once and for good. Each connection is made by the one that is
 * in use then.
 */
final class ListeningContext extends SSLContext {
    ListeningContext(ServerTls tls, ServerTls.Admission admission) {
        super(new Spi(tls, admission), tls.current().getProvider(), tls.current().getProtocol());
    }

    private static final class Spi extends SSLContextSpi {
        private final ServerTls tls;
        private final ServerTls.Admission admission;

        Spi(ServerTls tls, ServerTls.Admission admission) {
            this.tls = tls;
            this.admission = admission;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random) {
            throw new UnsupportedOperationException("it has been given its keys");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Connections(tls, admission);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return tls.current().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return tls.current().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return tls.current().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return tls.current().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return tls.current().getClientSessionContext();
        }
    }

    /** Over connections that were accepted; it makes none to elsewhere. */
    private static final class Connections extends SSLSocketFactory {
        private final ServerTls tls;
        private final ServerTls.Admission admission;

        Connections(ServerTls tls, ServerTls.Admission admission) {
            this.tls = tls;
            this.admission = admission;
        }

        @Override
        public Socket createSocket(Socket accepted, InputStream consumed, boolean autoClose)
                throws IOException {
            return tls.accept(accepted, admission);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.current().getSocketFactory().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.current().getSocketFactory().getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
            throw outgoing();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw outgoing();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw outgoing();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw outgoing();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw outgoing();
        }

        private static UnsupportedOperationException outgoing() {
            return new UnsupportedOperationException("it is a server's");
        }
    }
}
