package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * A record in a page: version, end, length, text as UTF-8, and a checksum of all that. MVStore
 * itself has none for what is in a page.
 */
final class KeptType extends BasicDataType<Kept> {
    private static final int OBJECTS_BYTES = 80;

    @Override
    public int getMemory(Kept kept) {
        return OBJECTS_BYTES + kept.value().length();
    }

    @Override
    public void write(WriteBuffer buffer, Kept kept) {
        byte[] text = kept.value().getBytes(StandardCharsets.UTF_8);
        buffer.putVarLong(kept.version())
                .putVarLong(kept.ends())
                .putVarInt(text.length)
                .put(text)
                .putInt(checksum(kept.version(), kept.ends(), text));
    }

    @Override
    public Kept read(ByteBuffer buffer) {
        long version = DataUtils.readVarLong(buffer);
        long ends = DataUtils.readVarLong(buffer);
        byte[] text = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(text);
        if (buffer.getInt() != checksum(version, ends, text)) {
            throw new MVStoreException(
                    DataUtils.ERROR_FILE_CORRUPT, "a record does not match its checksum");
        }
        return new Kept(new String(text, StandardCharsets.UTF_8), version, ends);
    }

    @Override
    public Kept[] createStorage(int size) {
        return new Kept[size];
    }

    private static int checksum(long version, long ends, byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(version).putLong(ends).flip());
        crc.update(text);
        return (int) crc.getValue();
    }
}
