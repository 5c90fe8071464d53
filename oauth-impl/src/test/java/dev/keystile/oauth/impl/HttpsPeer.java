package dev.keystile.oauth.impl;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server with TLS on this machine that sends exactly the bytes a test wants. Its certificate is
 * for {@code docs.example.com}, {@code localhost} and this machine's addresses, and is made at test
 * time.
 */
final class HttpsPeer implements AutoCloseable {
    static final String HOST = "docs.example.com";

    private static final char[] PASSWORD = "only-for-tests".toCharArray();
    private static final SSLContext TLS = makeContext();

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<SNIServerName> names = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final SSLServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** What to do with a connection, once its request was read. */
    interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    HttpsPeer(Answer answer) {
        this("127.0.0.1", answer);
    }

    HttpsPeer(String address, Answer answer) {
        try {
            listener =
                    (SSLServerSocket)
                            TLS.getServerSocketFactory()
                                    .createServerSocket(0, 50, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(() -> accept(answer));
    }

    /** Trusts the certificate of these servers, and no other. */
    static SSLContext trusting() {
        return TLS;
    }

    /** An answer with a body and its length; further header lines may be given. */
    static Answer answer(String status, byte[] body, String... headers) {
        List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status));
        lines.addAll(List.of(headers));
        lines.add("Content-Length: " + body.length);
        byte[] head = (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return out -> {
            out.write(head);
            out.write(body);
        };
    }

    static Answer json(String body, String... headers) {
        List<String> more = new ArrayList<>(List.of("Content-Type: application/json"));
        more.addAll(List.of(headers));
        return answer("200 OK", body.getBytes(StandardCharsets.UTF_8), more.toArray(String[]::new));
    }

    int port() {
        return listener.getLocalPort();
    }

    String url(String path) {
        return "https://" + HOST + ":" + port() + path;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private Void accept(Answer answer) throws IOException {
        while (true) {
            SSLSocket socket = (SSLSocket) listener.accept();
            sockets.add(socket);
            threads.submit(() -> serve(socket, answer));
        }
    }

    private Void serve(SSLSocket socket, Answer answer) throws IOException, InterruptedException {
        try (socket) {
            socket.startHandshake();
            names.addAll(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames());
            requests.add(head(new BufferedInputStream(socket.getInputStream())));
            answer.write(socket.getOutputStream());
        }
        return null;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.append((char) read);
            if (head.indexOf("\r\n\r\n") >= 0) {
                return head.toString();
            }
        }
        return head.toString();
    }

    private static SSLContext makeContext() {
        try {
            Path folder = Files.createTempDirectory("keystile-tls");
            Path file = folder.resolve("peer.p12");
            makeCertificate(file);
            KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
            Files.delete(file);
            Files.delete(folder);
            return context(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void makeCertificate(Path file) throws IOException, InterruptedException {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-alias",
                                "peer",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=peer",
                                "-validity",
                                "30",
                                "-ext",
                                "SAN=dns:" + HOST + ",dns:localhost,ip:127.0.0.1,ip:::1")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
