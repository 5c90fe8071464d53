package dev.keystile.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A public document that caches may keep for an hour, with an entity tag (RFC 9110 section 8.8.3).
 */
final class Document {
    private static final Header FOR_AN_HOUR =
            HeaderValues.create(HeaderNames.CACHE_CONTROL, "public, max-age=3600");

    private final Header type;
    private final byte[] body;
    private final Header entityTag;

    private Document(String type, byte[] body) {
        this.type = HeaderValues.create(HeaderNames.CONTENT_TYPE, type);
        this.body = body;
        this.entityTag = HeaderValues.create(HeaderNames.ETAG, '"' + digest(body) + '"');
    }

    /** A document of this media type, as UTF-8. */
    static Document of(String type, String text) {
        return new Document(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A document of this media type, of these bytes. */
    static Document of(String type, byte[] body) {
        return new Document(type, body);
    }

    /** Sends it, or 304 to one who has it (RFC 9110 section 13.1.2). */
    void send(ServerRequest request, Reply reply) {
        reply.with(FOR_AN_HOUR).with(entityTag);
        if (isKnown(request.headers().values(HeaderNames.IF_NONE_MATCH))) {
            reply.response().status(Status.NOT_MODIFIED_304).send();
        } else {
            reply.with(type).send(Status.OK_200, body);
        }
    }

    private boolean isKnown(List<String> tags) {
        return tags.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals(entityTag.get()) || tag.equals("*"));
    }

    private static String digest(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
