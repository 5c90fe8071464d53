package dev.keystile.oauth.impl;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is said when a file store cannot be opened. */
final class OpenFailures {
    private OpenFailures() {}

    static CannotOpenStoreException folder(Path folder, Throwable cause) {
        return new CannotOpenStoreException(
                folder
                        + " cannot be the folder of the store ("
                        + cause
                        + "): make it one in which this process may write, or name another",
                cause);
    }

    static CannotOpenStoreException inUse(Path folder, String user) {
        return new CannotOpenStoreException(
                folder
                        + " holds the store of "
                        + user
                        + ": end that first, or give each gateway a folder of its own",
                null);
    }

    static CannotOpenStoreException newer(String file) {
        return new CannotOpenStoreException(
                file
                        + " was written by a newer version of Keystile: run that one or a later one, or name"
                        + " another folder",
                null);
    }

    static CannotOpenStoreException damaged(String file, @Nullable Throwable cause) {
        return new CannotOpenStoreException(
                file
                        + " is damaged: put a copy of it in its place, or move it away to begin with an empty store,"
                        + " for which every client has to be connected again",
                cause);
    }

    static CannotOpenStoreException secretMissing(Path file, Path records) {
        return new CannotOpenStoreException(
                "there is no secret in "
                        + file
                        + " for what is in "
                        + records
                        + ": put it back, or configure the secret that was used before, or move the records away to"
                        + " begin with an empty store, for which every client has to be connected again",
                null);
    }

    static CannotOpenStoreException secretDamaged(Path file) {
        return new CannotOpenStoreException(
                file
                        + " does not hold a secret of at least "
                        + MasterSecret.MIN_BYTES
                        + " bytes: put a copy of it in its place, or move it away to see what else can be done",
                null);
    }

    static CannotOpenStoreException gone(Path file) {
        return new CannotOpenStoreException(
                file
                        + " is gone: put it back, or start again with an empty store, for which every client has to"
                        + " be connected again",
                null);
    }

    static CannotOpenStoreException unreadable(Path file, Throwable cause) {
        return new CannotOpenStoreException(
                file
                        + " cannot be opened ("
                        + cause
                        + "): let this process read and write it, and see whether the disk works",
                cause);
    }
}
