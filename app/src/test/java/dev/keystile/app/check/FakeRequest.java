package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request as the fake gateway sees it. */
record FakeRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        String body) {
    static FakeRequest of(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new FakeRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                form(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    }

    boolean is(String otherMethod, String otherPath) {
        return method.equals(otherMethod) && path.equals(otherPath);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The fields of a form body. */
    Map<String, String> form() {
        return form(body);
    }

    private static Map<String, String> form(String text) {
        var fields = new HashMap<String, String>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            String[] sides = pair.split("=", 2);
            fields.put(URLDecoder.decode(sides[0], UTF_8), URLDecoder.decode(sides[1], UTF_8));
        }
        return fields;
    }
}
