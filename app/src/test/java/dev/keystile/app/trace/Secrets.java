package dev.keystile.app.trace;

import jakarta.json.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Secrets that a run came upon, and the ways in which a text can hold one. */
final class Secrets {
    /** Shorter than that a value is found in any text. */
    private static final int SHORTEST = 8;

    private static final List<Pattern> IN_ANSWERS =
            List.of(
                    Pattern.compile(
                            "\"(?:access_token|refresh_token|client_secret|registration_access_token)\":\"([^\"]+)\""),
                    Pattern.compile(
                            "name=\"(?:transaction|page|proof|state)\" value=\"([^\"]+)\""));
    private static final Pattern IN_LOCATION = Pattern.compile("[?&](?:code|state)=([^&]+)");

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    Secrets(String... known) {
        Stream.of(known).forEach(this::add);
    }

    void add(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("too short to be looked for");
        }
        secrets.add(secret);
    }

    int count() {
        return secrets.size();
    }

    /** Takes what an answer hands out. */
    void addFrom(HttpResponse<String> answer) {
        IN_ANSWERS.forEach(pattern ->
                pattern.matcher(answer.body()).results().forEach(found -> add(found.group(1))));
        answer.headers().allValues("location").stream()
                .flatMap(location -> IN_LOCATION.matcher(location).results())
                .forEach(found -> add(found.group(1)));
        answer.headers().allValues("set-cookie").stream()
                .map(cookie -> cookie.replaceFirst("^[^=]*=([^;]*).*", "$1"))
                .filter(value -> !value.isEmpty())
                .forEach(this::add);
    }

    /** Those that the text holds, as they are or encoded. */
    List<String> in(String text) {
        return secrets.stream()
                .filter(secret -> writings(secret).anyMatch(text::contains))
                .toList();
    }

    /** As they are, in a URL, in JSON, in hex, and in base64 at each place in a longer text. */
    static Stream<String> writings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String json = Json.createValue(secret).toString();
        return Stream.concat(
                Stream.of(
                        secret,
                        URLEncoder.encode(secret, StandardCharsets.UTF_8),
                        json.substring(1, json.length() - 1),
                        HexFormat.of().formatHex(bytes),
                        HexFormat.of().withUpperCase().formatHex(bytes)),
                IntStream.range(0, 3)
                        .boxed()
                        .flatMap(before ->
                                Stream.of(
                                        middle(Base64.getEncoder(), before, bytes),
                                        middle(Base64.getUrlEncoder(), before, bytes))));
    }

    /** What is the same whatever stands before and after. */
    private static String middle(Base64.Encoder encoder, int before, byte[] bytes) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int from = before == 0 ? 0 : 4;
        return encoder.encodeToString(shifted).substring(from, shifted.length / 3 * 4);
    }
}
