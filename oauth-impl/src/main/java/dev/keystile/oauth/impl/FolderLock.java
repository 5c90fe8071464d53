package dev.keystile.oauth.impl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a folder for one store of one process, for as long as both last. */
final class FolderLock implements AutoCloseable {
    /**
     * The folders of this process. Static as what it stands for: a system counts file locks by
     * process, and drops them all when any channel of that file is closed. So a second opening has
     * to be refused before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int MOST_DIGITS = 20;

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws CannotOpenStoreException when it is taken
     */
    static FolderLock of(Path path) throws IOException {
        Path folder = path.toRealPath();
        if (!HELD.add(folder)) {
            throw OpenFailures.inUse(path, "this process, which has it open already");
        }
        boolean locked = false;
        try {
            FileChannel channel = locked(folder);
            locked = true;
            return new FolderLock(folder, channel);
        } finally {
            if (!locked) {
                HELD.remove(folder);
            }
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("keystile.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            // Far beyond the text, which others can read then where locks are enforced.
            if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
                throw OpenFailures.inUse(folder, "process " + text(channel));
            }
            write(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(FileChannel channel) throws IOException {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(MOST_DIGITS);
        channel.read(pid, 0);
        return StandardCharsets.UTF_8.decode(pid.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(folder);
    }
}
