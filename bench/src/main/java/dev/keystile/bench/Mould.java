package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records as the real flow and the real codecs left them, to be cast many times over. In a cast,
 * noise of the same length stands in place of all that was drawn, digested or sealed, and the same
 * noise where the same value stood: a cast's records name each other as the real ones do.
 */
final class Mould {
    /** The shortest drawn value is an id of 16 bytes; no name or word in a record is so long. */
    private static final Pattern DRAWN = Pattern.compile("[A-Za-z0-9_-]{22,}");

    /** In the order of the characters' codes. */
    private static final char[] ALPHABET =
            "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".toCharArray();

    private static final int LEADING = 4;
    private static final int CHARACTER_BITS = 6;
    private static final int CHARACTERS_OF_A_LONG = 10;

    private final List<Part> parts;
    private final int[] lengths;

    /** A text in pieces: literal ones, and numbers of drawn values. */
    private record Text(List<Object> pieces) {
        String cast(String[] drawn) {
            var text = new StringBuilder();
            for (Object piece : pieces) {
                text.append(piece instanceof Integer number ? drawn[number] : piece);
            }
            return text.toString();
        }
    }

    private record Part(Store.Kind kind, Text id, Text value, Instant ends) {}

    /** One record of a cast. */
    record Draft(Store.Key key, String value, Instant ends) {}

    private Mould(List<Part> parts, int[] lengths) {
        this.parts = parts;
        this.lengths = lengths;
    }

    /** Of all that a store holds. */
    static Mould of(Store store) {
        Map<String, Integer> drawn = new LinkedHashMap<>();
        List<Part> parts =
                Stream.of(Store.Kind.values())
                        .flatMap(kind ->
                                store.list(kind, null, Integer.MAX_VALUE).stream()
                                        .map(place -> new Store.Key(kind, place.id())))
                        .flatMap(key -> store.find(key).stream())
                        .map(stored -> part(stored, drawn))
                        .toList();
        return new Mould(parts, drawn.keySet().stream().mapToInt(String::length).toArray());
    }

    private static Part part(Store.Stored stored, Map<String, Integer> drawn) {
        return new Part(
                stored.key().kind(),
                text(stored.key().id(), drawn),
                text(stored.value(), drawn),
                stored.ends());
    }

    private static Text text(String original, Map<String, Integer> drawn) {
        List<Object> pieces = new ArrayList<>();
        Matcher matcher = DRAWN.matcher(original);
        int done = 0;
        while (matcher.find()) {
            pieces.add(original.substring(done, matcher.start()));
            pieces.add(drawn.computeIfAbsent(matcher.group(), _ -> drawn.size()));
            done = matcher.end();
        }
        pieces.add(original.substring(done));
        return new Text(List.copyOf(pieces));
    }

    /**
     * Number {@code number} of {@code all} casts, the same at each call. Ids grow with the number,
     * and so do the ends, which lie up to {@code spreadMillis} before the original's.
     */
    List<Draft> cast(int number, int all, long spreadMillis) {
        var random = new SplittableRandom(number);
        String[] drawn = new String[lengths.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = noise(lengths[i], (double) number / all, random);
        }
        long earlier = spreadMillis - (long) ((double) spreadMillis * number / all);
        return parts.stream()
                .map(part ->
                        new Draft(
                                new Store.Key(part.kind(), part.id().cast(drawn)),
                                part.value().cast(drawn),
                                part.ends().minusMillis(earlier)))
                .toList();
    }

    /** Its first characters say how far on it stands among all, the others are random. */
    private static String noise(int length, double standing, SplittableRandom random) {
        char[] text = new char[length];
        double left = standing;
        for (int i = 0; i < LEADING; i++) {
            left *= ALPHABET.length;
            text[i] = ALPHABET[(int) left];
            left -= (int) left;
        }
        for (int i = LEADING; i < length; i += CHARACTERS_OF_A_LONG) {
            long bits = random.nextLong();
            int end = Math.min(length, i + CHARACTERS_OF_A_LONG);
            for (int at = i; at < end; at++) {
                text[at] = ALPHABET[(int) bits & (ALPHABET.length - 1)];
                bits >>>= CHARACTER_BITS;
            }
        }
        return new String(text);
    }
}
