package dev.keystile.oauth.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever form or query is sent: it is read as a second reader reads it that knows bytes only, and
 * what was read comes the same over the wire once more.
 */
class ParametersFuzzTest {
    private static final Pattern WITH_VALUE = Pattern.compile("(?<=^|&)([^&=]+)=([^&]+)");

    @FuzzTest
    void parse(byte[] input) {
        String encoded = new String(input, UTF_8);
        Optional<List<Pair>> sent = read(encoded);
        Optional<Parameters> parameters = Parameters.parse(encoded);

        assertThat(parameters.isPresent()).isEqualTo(sent.isPresent());
        sent.ifPresent(pairs -> {
            assertSame(parameters.orElseThrow(), pairs);
            assertSame(Parameters.parse(write(pairs)).orElseThrow(), pairs);
        });
    }

    private static void assertSame(Parameters parameters, List<Pair> pairs) {
        Map<String, List<String>> values =
                pairs.stream()
                        .collect(
                                groupingBy(
                                        Pair::name,
                                        LinkedHashMap::new,
                                        mapping(Pair::value, toList())));
        assertThat(parameters).hasToString("Parameters" + values.keySet());
        values.forEach((name, all) -> assertThat(parameters.values(name)).isEqualTo(all));
        assertThat(parameters.repeated(values.keySet()))
                .allMatch(name -> values.get(name).size() > 1)
                .hasSize((int) values.values().stream().filter(all -> all.size() > 1).count());
    }

    private record Pair(String name, String value) {}

    private static String write(List<Pair> pairs) {
        return pairs.stream()
                .map(pair ->
                        URLEncoder.encode(pair.name(), UTF_8)
                                + "="
                                + URLEncoder.encode(pair.value(), UTF_8))
                .collect(joining("&"));
    }

    private static Optional<List<Pair>> read(String encoded) {
        List<Pair> pairs = new ArrayList<>();
        try {
            for (Matcher sent = WITH_VALUE.matcher(encoded); sent.find(); ) {
                pairs.add(new Pair(decode(sent.group(1)), decode(sent.group(2))));
            }
        } catch (CharacterCodingException
                | IllegalArgumentException
                | IndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
        return Optional.of(pairs);
    }

    private static String decode(String part) throws CharacterCodingException {
        String bytes = new String(part.getBytes(UTF_8), ISO_8859_1);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length());
        for (int i = 0; i < bytes.length(); i++) {
            switch (bytes.charAt(i)) {
                case '+' -> decoded.put((byte) ' ');
                case '%' -> {
                    decoded.put((byte) HexFormat.fromHexDigits(bytes, i + 1, i + 3));
                    i += 2;
                }
                default -> decoded.put((byte) bytes.charAt(i));
            }
        }
        String text = UTF_8.newDecoder().decode(decoded.flip()).toString();
        if (text.contains("\uFFFD")) {
            // What other readers put in place of malformed bytes counts as malformed.
            throw new CharacterCodingException();
        }
        return text;
    }
}
