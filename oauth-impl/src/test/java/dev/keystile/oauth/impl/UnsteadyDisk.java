package dev.keystile.oauth.impl;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk with a cache: what was written since it was last waited for reaches it sector by sector in
 * any order, or never. Can be full, and can fail.
 */
final class UnsteadyDisk implements Disk {
    private static final int SECTOR = 512;

    /** What is cached, by sector; the last one is what a reader sees. */
    private final Map<Long, List<byte[]>> cached = new TreeMap<>();

    /** What is on the disk; what lies beyond {@code cutAt} has been cut off since. */
    private byte[] bytes;

    private long cutAt;
    private long size;
    private long forced;
    private Runnable beforeEach = () -> {};
    volatile long most = Long.MAX_VALUE;
    volatile boolean cannotForce;

    UnsteadyDisk(byte[] bytes) {
        this.bytes = bytes.clone();
        this.size = bytes.length;
        this.cutAt = size;
    }

    /** Called before each change and amid each write, by the thread that does it. */
    void beforeEach(Runnable action) {
        beforeEach = action;
    }

    @Override
    public synchronized void read(long position, ByteBuffer into) throws IOException {
        if (position + into.remaining() > size) {
            throw new EOFException();
        }
        while (into.hasRemaining()) {
            int offset = (int) (position % SECTOR);
            int length = Math.min(into.remaining(), SECTOR - offset);
            into.put(sector(position / SECTOR), offset, length);
            position += length;
        }
    }

    @Override
    public synchronized void write(long position, ByteBuffer from) throws IOException {
        int half = from.remaining() / 2;
        beforeEach.run();
        cache(position, from.slice(from.position(), half));
        beforeEach.run();
        cache(position + half, from.position(from.position() + half));
    }

    private void cache(long position, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int offset = (int) (position % SECTOR);
            int length = Math.min(from.remaining(), SECTOR - offset);
            if (position + length > most) {
                throw new IOException("No space left on device");
            }
            byte[] next = sector(position / SECTOR).clone();
            from.get(next, offset, length);
            cached.computeIfAbsent(position / SECTOR, _ -> new ArrayList<>()).add(next);
            position += length;
            size = Math.max(size, position);
        }
    }

    @Override
    public synchronized void force() throws IOException {
        beforeEach.run();
        if (cannotForce) {
            throw new IOException("Input/output error");
        }
        bytes = asItIs();
        cached.clear();
        cutAt = size;
        forced++;
    }

    @Override
    public synchronized void truncate(long length) {
        beforeEach.run();
        size = Math.min(size, length);
        cutAt = Math.min(cutAt, size);
        cached.keySet().removeIf(sector -> sector * SECTOR >= length);
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public void close() {}

    synchronized long forced() {
        return forced;
    }

    /**
     * What may be on the disk after a power cut: the old length or the new one, and few of the
     * cached sectors or nearly all.
     */
    synchronized byte[] afterPowerCut(RandomGenerator random) {
        byte[] left = random.nextBoolean() ? lengthened() : bytes.clone();
        double kept = 1 - Math.pow(random.nextDouble(), 3);
        cached.forEach((sector, versions) -> {
            if (random.nextDouble() < kept) {
                put(left, sector, versions.get(random.nextInt(versions.size())));
            }
        });
        return left;
    }

    /** What is in the file as long as the system runs. */
    synchronized byte[] asItIs() {
        byte[] all = lengthened();
        cached.forEach((sector, versions) -> put(all, sector, versions.getLast()));
        return all;
    }

    private byte[] lengthened() {
        return Arrays.copyOf(Arrays.copyOf(bytes, (int) cutAt), (int) size);
    }

    static UnsteadyDisk of(Path file) throws IOException {
        return new UnsteadyDisk(Files.readAllBytes(file));
    }

    private byte[] sector(long number) {
        List<byte[]> versions = cached.get(number);
        if (versions != null) {
            return versions.getLast();
        }
        int from = (int) Math.min(number * SECTOR, cutAt);
        int to = (int) Math.min(from + SECTOR, cutAt);
        return Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), SECTOR);
    }

    private static void put(byte[] into, long sector, byte[] content) {
        int from = (int) (sector * SECTOR);
        if (from < into.length) {
            System.arraycopy(content, 0, into, from, Math.min(SECTOR, into.length - from));
        }
    }
}
