package dev.keystile.oauth.impl;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of the store's file. Read by many threads; all else is done by one. */
interface Disk extends Closeable {
    /** Fills the buffer from there on. */
    void read(long position, ByteBuffer into) throws IOException;

    /** Writes the whole buffer there; it may reach the disk at any time, in any order. */
    void write(long position, ByteBuffer from) throws IOException;

    /** Returns when all that was written before is on the disk, and can be read from it. */
    void force() throws IOException;

    /** Cuts off what is beyond. */
    void truncate(long size) throws IOException;

    /** The length in bytes. */
    long size() throws IOException;
}
