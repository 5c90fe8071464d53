package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import java.net.http.HttpRequest;

/**
 * Clients that run in a web page reach what is theirs, and nothing else does (RFC 9700 section
 * 2.6).
 */
record CorsChecks(Wire wire) {
    private static final String ORIGIN = "https://client.example";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    /** A preflight of a POST to the URL is granted. */
    void granted(String url) {
        Answer answer = wire.send(preflight(url));
        unless(answer.status() / 100 == 2, "the preflight was answered " + answer.status());
        String origin = answer.header(ALLOW_ORIGIN);
        unless(
                origin.equals("*") || origin.equals(ORIGIN),
                ALLOW_ORIGIN + " does not grant a foreign origin");
        unless(
                answer.header("Access-Control-Allow-Methods").contains("post"),
                "the preflight does not grant POST");
        unless(
                answer.header("Access-Control-Allow-Headers").contains("authorization"),
                "the preflight does not grant Authorization");
    }

    /** Nothing is granted on the URL. */
    void notGranted(String url) {
        Answer preflight = wire.send(preflight(url));
        Answer get = wire.send(Wire.get(url).header("Origin", ORIGIN));
        unless(
                preflight.header(ALLOW_ORIGIN).isEmpty() && get.header(ALLOW_ORIGIN).isEmpty(),
                "pages of other sites may read this answer");
    }

    private static HttpRequest.Builder preflight(String url) {
        return Wire.request("OPTIONS", url)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header(
                        "Access-Control-Request-Headers",
                        "authorization,content-type,mcp-protocol-version");
    }
}
