package dev.keystile.bench.load;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person looks at pages with: it keeps cookies, whatever path they are for. */
final class Browser {
    private final HttpCaller http;
    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** A new one without cookies; {@code origin} is where its forms come from. */
    Browser(HttpCaller http, String origin) {
        this.http = http;
        this.origin = origin;
    }

    HttpCaller.Answer open(String path) throws IOException {
        return remember(http.get(path, cookies()));
    }

    HttpCaller.Answer submit(String path, Map<String, String> fields) throws IOException {
        return remember(
                http.post(
                        path,
                        HttpCaller.FORM,
                        cookies() + "Origin: " + origin + "\r\n",
                        HttpCaller.form(fields)));
    }

    /** The path and the query of an address. */
    static String path(String address) {
        URI uri = URI.create(address);
        return uri.getRawQuery() == null
                ? uri.getRawPath()
                : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** What the first group of a pattern stands for. */
    static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private HttpCaller.Answer remember(HttpCaller.Answer answer) {
        for (String cookie : answer.fields("set-cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    private String cookies() {
        return cookies.isEmpty()
                ? ""
                : cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ", "Cookie: ", "\r\n"));
    }
}
