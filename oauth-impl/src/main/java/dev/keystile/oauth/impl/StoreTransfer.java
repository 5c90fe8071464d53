package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries the records of one store into another as they are, sealed and digested: as lines of JSON,
 * a heading first. Every client stays connected when the second store is used with the operator's
 * secret of the first.
 */
public final class StoreTransfer {
    private static final String FORM = "keystile-records";
    private static final int VERSION = 1;
    private static final int PAGE = 1000;

    private StoreTransfer() {}

    /**
     * What came of reading records.
     *
     * @param written in the store now as they were read
     * @param present under an id that the store has for another value; left as they are there
     */
    public record Tally(long written, long present) {
        private Tally plus(Store.Write write) {
            return switch (write) {
                case DONE -> new Tally(written + 1, present);
                case LOST -> new Tally(written, present + 1);
            };
        }
    }

    /** What was to be read is no such text, or is cut off; the message says where. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(long line, String expected) {
            super("line " + line + ": expected " + expected);
        }
    }

    /** How many records {@link #write} will go through, about. */
    public static long size(Store from) {
        return kinds().mapToLong(from::count).sum();
    }

    /**
     * Writes every living record, and how many there are as the last line. What is written to the
     * store meanwhile may be missing.
     *
     * @param progress is told how many more were gone through
     * @return how many
     */
    public static long write(Store from, Appendable to, LongConsumer progress) throws IOException {
        line(to, JsonText.object().add(FORM, VERSION).build());
        long count = 0;
        for (Store.Kind kind : kinds().toList()) {
            List<Store.Listed> page = from.list(kind, null, PAGE);
            while (!page.isEmpty()) {
                for (Store.Listed listed : page) {
                    count += write(from.find(new Store.Key(kind, listed.id())), to);
                }
                progress.accept(page.size());
                page = from.list(kind, page.getLast(), PAGE);
            }
        }
        line(to, JsonText.object().add("records", count).build());
        return count;
    }

    /**
     * Reads what {@link #write} wrote into a store. A record whose id is there already is left as
     * it is there, so this can be repeated.
     *
     * @throws MalformedException when the text is not whole; what came before is in the store
     */
    public static Tally read(BufferedReader from, Store to) throws IOException, MalformedException {
        JsonObject heading = object(from.readLine(), 1);
        if (heading.getInt(FORM, 0) != VERSION) {
            throw new MalformedException(1, "the heading of records in form " + VERSION);
        }
        Tally tally = new Tally(0, 0);
        for (long number = 2; ; number++) {
            JsonObject line = object(from.readLine(), number);
            if (line.containsKey("records")) {
                return checked(tally, line, number);
            }
            tally = tally.plus(insert(line, number, to));
        }
    }

    private static Tally checked(Tally tally, JsonObject last, long number)
            throws MalformedException {
        if (!(last.get("records") instanceof JsonNumber count)) {
            throw new MalformedException(number, "the number of records");
        }
        if (tally.written() + tally.present() != count.longValue()) {
            throw new MalformedException(number, count.longValue() + " records before the end");
        }
        return tally;
    }

    /** Not what replicas agree on while they run. */
    private static Stream<Store.Kind> kinds() {
        return Stream.of(Store.Kind.values()).filter(kind -> kind != Store.Kind.LEASE);
    }

    private static int write(Optional<Store.Stored> found, Appendable to) throws IOException {
        if (found.isEmpty()) {
            return 0;
        }
        Store.Stored stored = found.get();
        line(
                to,
                JsonText.object()
                        .add("kind", stored.key().kind().name())
                        .add("id", stored.key().id())
                        .add("ends", stored.ends().toEpochMilli())
                        .add("value", stored.value())
                        .build());
        return 1;
    }

    private static Store.Write insert(JsonObject line, long number, Store to)
            throws MalformedException {
        if (line.get("id") instanceof JsonString id
                && line.get("ends") instanceof JsonNumber ends
                && line.get("value") instanceof JsonString value
                && Repository.isId(id.getString())) {
            Store.Key key = new Store.Key(kind(line, number), id.getString());
            return to.insert(key, value.getString(), Instant.ofEpochMilli(ends.longValue()));
        }
        throw new MalformedException(number, "a record with kind, id, ends and value");
    }

    private static Store.Kind kind(JsonObject line, long number) throws MalformedException {
        return kinds().filter(kind -> kind.name().equals(line.getString("kind", "")))
                .findFirst()
                .orElseThrow(() -> new MalformedException(number, "a known kind of record"));
    }

    private static JsonObject object(@Nullable String line, long number) throws MalformedException {
        if (line == null) {
            throw new MalformedException(number, "more lines; the text is cut off");
        }
        try {
            return JsonText.read(line);
        } catch (RuntimeException malformed) {
            // Too deep a nesting is no JsonException.
            throw new MalformedException(number, "a JSON object");
        }
    }

    private static void line(Appendable to, JsonObject json) throws IOException {
        to.append(json.toString()).append('\n');
    }
}
