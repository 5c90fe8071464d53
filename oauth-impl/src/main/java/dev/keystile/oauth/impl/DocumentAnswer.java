package dev.keystile.oauth.impl;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.io.IOException;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;

/** Reads what was answered to a request for a document; leaves the rest of a long one unread. */
record DocumentAnswer(int maxBytes) {
    Outcome read(ClassicHttpResponse response) throws IOException {
        return switch (response.getCode()) {
            case HttpStatus.SC_OK -> found(response);
            case HttpStatus.SC_NOT_FOUND, HttpStatus.SC_GONE -> new Outcome.Gone();
            default -> new Outcome.Unreachable("status " + response.getCode());
        };
    }

    private Outcome found(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        // A challenge page is answered with 200 as well.
        if (entity == null || !json(response) || encoded(response)) {
            return new Outcome.Unreachable("the answer is not plain JSON");
        }
        byte[] body = entity.getContent().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            return new Outcome.Unusable("larger than " + maxBytes + " bytes");
        }
        return StrictJson.read(body)
                .<Outcome>map(json -> new Outcome.Document(json, Freshness.of(response)))
                .orElseGet(
                        () -> new Outcome.Unusable("not one JSON object without repeated members"));
    }

    /** {@code application/json}, or any {@code application/*+json}; there may be parameters. */
    private static boolean json(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Content-Type");
        String type =
                header == null
                        ? ""
                        : header.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.matches("application/[!-.0-~]+\\+json");
    }

    private static boolean encoded(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Content-Encoding");
        return header != null && !header.getValue().strip().equalsIgnoreCase("identity");
    }
}
