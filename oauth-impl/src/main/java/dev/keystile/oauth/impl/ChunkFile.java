package dev.keystile.oauth.impl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * MVStore's file: two headers and chunks, one for each commit. MVStore takes a chunk whose first
 * and last block are there for a whole one, and a header for the truth; a disk that loses power
 * while it writes in an order of its own could make it believe in a chunk with a hole. So the last
 * block follows when all before it is on the disk, and a header when the chunk is.
 */
final class ChunkFile extends RandomAccessStore {
    /** The footer is in it, and it is written as a whole or not at all. */
    private static final int LAST_SECTOR = 512;

    private static final int CACHE_MB = 16;

    private final Disk disk;
    private volatile boolean syncFailed;

    /** Takes the disk over: closing this closes it. */
    ChunkFile(String name, Disk disk) throws IOException {
        super(Map.of("cacheSize", CACHE_MB));
        this.disk = disk;
        init(name, false);
        setSize(disk.size());
    }

    /** Whether the disk ever refused to be waited for; what it holds is not known then. */
    boolean syncFailed() {
        return syncFailed;
    }

    /** The commit that the header names; there were at least as many. */
    long headerCommit() {
        return DataUtils.readHexLong(getStoreHeader(), "version", 0);
    }

    /** The commit that was found to be the last whole one. */
    long lastCommit() {
        return lastChunkVersion();
    }

    /**
     * The chunks that the last commit knows of. Where nothing lived in one any more, the commit
     * after that may have begun to write in its place when the process was killed, and nobody will
     * ever note that it is gone. MVStore sees that when it searches for the last commit, but not
     * when it finds it at once, and would then refuse two chunks in one place.
     */
    @Override
    protected Iterable<SFChunk> getChunksFromLayoutMap() {
        Iterable<SFChunk> known = super.getChunksFromLayoutMap();
        return () ->
                StreamSupport.stream(known.spliterator(), false).map(this::inItsPlace).iterator();
    }

    private SFChunk inItsPlace(SFChunk chunk) {
        boolean lives = chunk.maxLenLive > 0;
        if (!lives && readChunkHeaderAndFooter(chunk.block, chunk.id) == null) {
            chunk.block = 0;
            chunk.len = 0;
        }
        return chunk;
    }

    /** Notes the last commit in the header, so that the next opening need not search for it. */
    void mark() {
        writeCleanShutdown();
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        ByteBuffer into = ByteBuffer.allocate(length);
        try {
            disk.read(position, into);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_READING_FAILED, "read", e);
        }
        return into.flip();
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer from) {
        setSize(Math.max(size(), position + from.remaining()));
        writeCount.incrementAndGet();
        writeBytes.addAndGet(from.remaining());
        // The headers, or a chunk: written, or moved by compaction.
        int first = position == 0 ? 0 : from.limit() - LAST_SECTOR;
        write(position, from.duplicate().limit(first));
        sync();
        write(position + first, from.position(first));
    }

    @Override
    public void sync() {
        try {
            disk.force();
        } catch (IOException e) {
            syncFailed = true;
            throw failed(DataUtils.ERROR_WRITING_FAILED, "sync", e);
        }
    }

    @Override
    protected void truncate(long size) {
        try {
            disk.truncate(size);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "truncate", e);
        }
        setSize(Math.min(size(), size));
    }

    @Override
    public void close() {
        try {
            disk.close();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "close", e);
        } finally {
            super.close();
        }
    }

    private void write(long position, ByteBuffer from) {
        try {
            disk.write(position, from);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "write", e);
        }
    }

    private MVStoreException failed(int code, String what, IOException e) {
        var failed =
                new MVStoreException(
                        code, "cannot " + what + " " + getFileName() + ": " + e.getMessage());
        failed.initCause(e);
        return failed;
    }

    @Override
    public void open(String fileName, boolean readOnly, char[] encryptionKey) {
        throw new UnsupportedOperationException("it is open");
    }

    @Override
    public ChunkFile open(String fileName, boolean readOnly) {
        throw new UnsupportedOperationException("it is open");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("not made that way");
    }
}
