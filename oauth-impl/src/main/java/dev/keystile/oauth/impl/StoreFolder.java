package dev.keystile.oauth.impl;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** The folder of a file store and what is in it. None but the owner may look into what it makes. */
record StoreFolder(Path path, Opener opener) {
    private static final System.Logger LOG = System.getLogger(StoreFolder.class.getName());

    /** How a file is opened. */
    interface Opener {
        Disk open(Path file) throws IOException;
    }

    /** Writes what a new file holds, down to the disk. */
    interface Filler {
        void fill(Path fresh) throws IOException;
    }

    /** The file of the records. */
    Path file() {
        return path.resolve("keystile.mv");
    }

    /** The file of the operator's secret, when none is configured. */
    Path secretFile() {
        return path.resolve("keystile.secret");
    }

    /** Makes the folder when it is not there, and keeps it from other processes. */
    FolderLock lock() {
        try {
            Files.createDirectories(path, ownerOnly("rwx------"));
            return FolderLock.of(path);
        } catch (IOException e) {
            throw OpenFailures.folder(path, e);
        }
    }

    /** Makes the file when it is not there. */
    void prepare() {
        if (Files.notExists(file())) {
            put(file(), fresh -> use(fresh, RecordFile::created));
        }
    }

    /** Opens the file. One that went away is not made anew: it would have forgotten everything. */
    RecordFile open() {
        if (Files.notExists(file())) {
            throw OpenFailures.gone(file());
        }
        RecordFile file = use(file(), RecordFile::open);
        if (file.lostCommits() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "store.commits-lost commits={0} file={1}",
                    Long.toString(file.lostCommits()),
                    file());
        }
        return file;
    }

    /**
     * Puts a new file there as a whole: it is filled under another name first, so one of the right
     * name that is empty has been damaged.
     */
    void put(Path file, Filler filler) {
        Path fresh = path.resolve(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, ownerOnly("rw-------"));
            filler.fill(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
        } catch (IOException e) {
            throw OpenFailures.folder(path, e);
        }
    }

    private <R> R use(Path file, Function<ChunkFile, R> use) {
        Disk disk;
        try {
            disk = opener.open(file);
        } catch (IOException e) {
            throw OpenFailures.unreadable(file, e);
        }
        try {
            return use.apply(new ChunkFile(file.toString(), disk));
        } catch (CannotOpenStoreException e) {
            throw e;
        } catch (IOException | RuntimeException | AssertionError e) {
            closeQuietly(disk);
            throw failure(file, e);
        }
    }

    private static CannotOpenStoreException failure(Path file, Throwable e) {
        boolean newer =
                e instanceof MVStoreException known
                        && known.getErrorCode() == DataUtils.ERROR_UNSUPPORTED_FORMAT;
        return newer
                ? OpenFailures.newer(file.toString())
                : OpenFailures.damaged(file.toString(), e);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // There is a better reason on its way.
        }
    }

    private void syncFolder() {
        try (FileChannel folder = FileChannel.open(path)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system opens folders; those that do not, do not need it.
        }
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
