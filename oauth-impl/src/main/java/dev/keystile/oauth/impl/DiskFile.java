package dev.keystile.oauth.impl;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the operating system. Callers' threads read through {@link RandomAccessFile}: a channel
 * would be closed for everybody when one of them is interrupted. The channel is for the one thread
 * that writes.
 */
final class DiskFile implements Disk {
    private final Path path;
    private final RandomAccessFile file;
    private final FileChannel channel;
    private final @Nullable Object identity;
    private final ReentrantLock reading = new ReentrantLock();

    private DiskFile(Path path, RandomAccessFile file, @Nullable Object identity) {
        this.path = path;
        this.file = file;
        this.channel = file.getChannel();
        this.identity = identity;
    }

    /** Opens a file, made when it is not there. */
    static Disk open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new DiskFile(path, file, identity(path));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Null where files have none; there an open file cannot be taken away. */
    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        reading.lock();
        try {
            file.seek(position);
            file.readFully(into.array(), into.arrayOffset() + into.position(), into.remaining());
        } finally {
            reading.unlock();
        }
        into.position(into.limit());
    }

    @Override
    public void write(long position, ByteBuffer from) throws IOException {
        if (!inPlace()) {
            // It would be lost when this process ends.
            throw new IOException("it was taken away, replaced or shut away");
        }
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    private boolean inPlace() {
        try {
            return Objects.equals(identity, identity(path));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
