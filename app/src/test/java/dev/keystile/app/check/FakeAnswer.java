package dev.keystile.app.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the fake gateway; tests change it before it is sent. */
record FakeAnswer(int status, Map<String, List<String>> headers, String body) {
    static FakeAnswer of(int status, String type, String body) {
        return new FakeAnswer(status, Map.of(), body).with("Content-Type", type);
    }

    static FakeAnswer json(int status, String body) {
        return of(status, "application/json", body).with("Cache-Control", "no-store");
    }

    static FakeAnswer error(int status, String code) {
        return json(
                status, "{\"error\":\"" + code + "\",\"error_description\":\"As the name says\"}");
    }

    static FakeAnswer page(int status, String html) {
        return of(status, "text/html; charset=utf-8", html)
                .with("Cache-Control", "no-store")
                .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .with("Referrer-Policy", "same-origin")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY");
    }

    static FakeAnswer document(String json) {
        return of(200, "application/json", json)
                .with("Cache-Control", "public, max-age=3600")
                .with("ETag", "\"1\"");
    }

    static FakeAnswer empty(int status) {
        return new FakeAnswer(status, Map.of(), "");
    }

    /** This answer with a header set to these values. */
    FakeAnswer with(String name, String... values) {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        copy.put(name, List.of(values));
        return new FakeAnswer(status, copy, body);
    }

    /** This answer less a header. */
    FakeAnswer without(String name) {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        copy.remove(name);
        return new FakeAnswer(status, copy, body);
    }

    /** This answer with another status. */
    FakeAnswer status(int other) {
        return new FakeAnswer(other, headers, body);
    }

    /** This answer with a part of its body replaced. */
    FakeAnswer replace(String part, String other) {
        return new FakeAnswer(status, headers, body.replace(part, other));
    }

    /** The only value of a header, with a part replaced. */
    FakeAnswer replaceIn(String name, String part, String other) {
        return with(name, headers.get(name).getFirst().replace(part, other));
    }
}
