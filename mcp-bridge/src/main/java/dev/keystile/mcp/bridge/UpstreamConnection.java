package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an upstream, for one call at a time. An interruption of the thread that waits
 * on it closes it.
 */
final class UpstreamConnection implements AutoCloseable {
    /** Longest body that is copied so that it goes out together with its head. */
    private static final int ONE_PIECE = 64 << 10;

    private final SocketChannel channel;
    private final Socket socket;
    private final WireReader in;
    private final OutputStream out;
    private boolean sent;

    private UpstreamConnection(SocketChannel channel, Socket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.in = new WireReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param tls null for none
     * @param timeout for the connection, then for each step of the handshake
     */
    static UpstreamConnection open(Origin to, @Nullable SSLSocketFactory tls, Duration timeout)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            Socket plain = channel.socket();
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(to.host(), to.port()), millis(timeout));
            plain.setSoTimeout(millis(timeout));
            return new UpstreamConnection(channel, tls == null ? plain : secured(plain, to, tls));
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** The certificate has to be for the host (RFC 9110 section 4.3.4). */
    private static Socket secured(Socket plain, Origin to, SSLSocketFactory tls)
            throws IOException {
        var secured = (SSLSocket) tls.createSocket(plain, to.host(), to.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(plain.getSoTimeout());
        secured.startHandshake();
        return secured;
    }

    /** What comes. */
    WireReader in() {
        return in;
    }

    /**
     * Sends a request.
     *
     * @param timeout how long there may be silence from now on, and how long each piece of a large
     *     body may wait to be taken
     */
    void send(byte[] head, byte[] body, Duration timeout) throws IOException {
        in.awaitAnother();
        sent = false;
        socket.setSoTimeout(millis(timeout));
        if (body.length > ONE_PIECE) {
            out.write(head);
            writeLarge(body, timeout);
        } else {
            out.write(joined(head, body));
        }
        sent = true;
    }

    /**
     * Sends a body that may not fit into what the two systems hold, and so has to wait for the
     * upstream.
     */
    private void writeLarge(byte[] body, Duration timeout) throws IOException {
        for (int at = 0; at < body.length; at += ONE_PIECE) {
            writePiece(body, at, Math.min(ONE_PIECE, body.length - at), timeout);
        }
    }

    /** A write cannot be given a time; a connection that is closed ends it. */
    private void writePiece(byte[] body, int offset, int length, Duration timeout)
            throws IOException {
        var alarm = new Alarm(timeout, this::close);
        try {
            out.write(body, offset, length);
        } catch (IOException broken) {
            throw alarm.stop() ? broken : new SocketTimeoutException("write");
        }
        // A write that began may end without an exception when its connection is closed.
        if (!alarm.stop()) {
            throw new SocketTimeoutException("write");
        }
    }

    /** Whether the last request went out as a whole. */
    boolean sent() {
        return sent;
    }

    /**
     * Whether an idle connection is of no more use: the upstream has closed it, or said something
     * that nobody asked for.
     */
    boolean isStale() throws IOException {
        try {
            channel.configureBlocking(false);
            int read = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return read != 0;
        } catch (ClosedByInterruptException ended) {
            throw ended;
        } catch (IOException broken) {
            return true;
        }
    }

    /**
     * Whether more has come than was read; what is left of a record of TLS is not on the channel.
     */
    boolean hasMore() {
        try {
            return in.available() > 0
                    || (socket instanceof SSLSocket && socket.getInputStream().available() > 0);
        } catch (IOException broken) {
            return true;
        }
    }

    /** Closes it as it is, without a word of TLS: that might have to wait. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is not used any more in any case.
        }
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] both = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, both, head.length, body.length);
        return both;
    }

    private static int millis(Duration timeout) {
        return (int) timeout.toMillis();
    }
}
