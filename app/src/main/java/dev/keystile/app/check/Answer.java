package dev.keystile.app.check;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/**
 * A whole answer.
 *
 * @param uri where it came from
 * @param body as text; of an event stream only the JSON of the event that answers
 */
record Answer(URI uri, int status, HttpHeaders headers, String body) {
    /** Fails the check when the status is another one. */
    Answer expect(int expected, String mend) {
        CheckFailedException.unless(
                status == expected, said() + ", expected " + expected + "; " + mend);
        return this;
    }

    /** Fails the check when the answer may be kept by a cache. */
    Answer expectNoStore() {
        CheckFailedException.unless(
                header("Cache-Control").contains("no-store"), "Cache-Control: no-store is missing");
        return this;
    }

    /** The body, which has to be a JSON object. */
    JsonObject json() {
        CheckFailedException.unless(
                mediaType().equals("application/json"),
                said() + " with " + describedType() + " where application/json is due");
        return Json.object(body);
    }

    /** The body, which has to be a web page. */
    String html() {
        CheckFailedException.unless(
                mediaType().equals("text/html"),
                said() + " with " + describedType() + " where text/html is due");
        return body;
    }

    /** Fails the check when the answer is anything but this OAuth error in JSON. */
    void expectError(int expected, String code) {
        JsonObject error = expect(expected, "error \"" + code + "\" is due").json();
        CheckFailedException.unless(
                Json.string(error, "error").equals(code), "the error is not \"" + code + "\"");
    }

    /**
     * The first value of a header in lower-case letters for comparing; empty when there is none.
     */
    String header(String name) {
        return headers.firstValue(name).orElse("").toLowerCase(Locale.ROOT);
    }

    /** All values of a header as they came. */
    List<String> headerValues(String name) {
        return headers.allValues(name);
    }

    /** What was answered where, for the person who reads the report. */
    String said() {
        return uri.getRawPath() + " answered " + status;
    }

    private String mediaType() {
        return header("Content-Type").split(";", 2)[0].strip();
    }

    private String describedType() {
        return mediaType().isEmpty() ? "no content type" : mediaType();
    }
}
