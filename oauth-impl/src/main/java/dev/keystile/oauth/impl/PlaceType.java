package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** A place in a page: end, then id. */
final class PlaceType extends BasicDataType<Place> {
    private static final int OBJECTS_BYTES = 72;

    @Override
    public int compare(Place one, Place other) {
        return one.compareTo(other);
    }

    @Override
    public int getMemory(Place place) {
        return OBJECTS_BYTES + place.id().length();
    }

    @Override
    public void write(WriteBuffer buffer, Place place) {
        int length = place.id().length();
        buffer.putVarLong(place.ends()).putVarInt(length).putStringData(place.id(), length);
    }

    @Override
    public Place read(ByteBuffer buffer) {
        return new Place(DataUtils.readVarLong(buffer), DataUtils.readString(buffer));
    }

    @Override
    public Place[] createStorage(int size) {
        return new Place[size];
    }

    /** What stands beside a place: nothing, and it takes no space. */
    static final class Nothing extends BasicDataType<Boolean> {
        @Override
        public int getMemory(Boolean nothing) {
            return 0;
        }

        @Override
        public void write(WriteBuffer buffer, Boolean nothing) {}

        @Override
        public Boolean read(ByteBuffer buffer) {
            return Boolean.TRUE;
        }

        @Override
        public Boolean[] createStorage(int size) {
            return new Boolean[size];
        }
    }
}
