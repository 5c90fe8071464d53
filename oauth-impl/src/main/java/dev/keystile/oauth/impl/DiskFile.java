package dev.keystile.oauth.impl;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of the operating system. Callers' threads read through {@link RandomAccessFile}: a channel
 * would be closed for everybody when one of them is interrupted. The channel is for the one thread
 * that writes.
 */
final class DiskFile implements Disk {
    private final RandomAccessFile file;
    private final FileChannel channel;
    private final ReentrantLock reading = new ReentrantLock();

    private DiskFile(RandomAccessFile file) {
        this.file = file;
        this.channel = file.getChannel();
    }

    /** Opens a file, made when it is not there. */
    static Disk open(Path path) throws IOException {
        return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
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
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
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
