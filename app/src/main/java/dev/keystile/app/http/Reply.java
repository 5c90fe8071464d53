package dev.keystile.app.http;

import dev.keystile.app.pages.PageHeaders;
import dev.keystile.app.pages.Pages;
import dev.keystile.app.pages.Texts;
import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OAuthJson;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request. To HEAD it sends the headers alone.
 *
 * @param chosen the language of pages; null for the one that the reader likes best
 */
record Reply(ServerRequest request, ServerResponse response, @Nullable Texts chosen) {
    private static final Header JSON =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, ContentTypes.JSON);
    private static final Header HTML =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, ContentTypes.HTML + "; charset=utf-8");
    private static final Header NO_STORE =
            HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header NO_CACHE = HeaderValues.create(HeaderNames.PRAGMA, "no-cache");

    /** In the language that the reader likes best. */
    Reply(ServerRequest request, ServerResponse response) {
        this(request, response, null);
    }

    /** The same in another language. */
    Reply in(Texts other) {
        return new Reply(request, response, other);
    }

    /** The language of pages. */
    Texts texts() {
        return chosen == null ? AskedLanguage.of(request) : chosen;
    }

    /** Adds a header. */
    Reply with(Header header) {
        response.header(header);
        return this;
    }

    /**
     * Adds the header that says how many whole seconds to wait, at least one (RFC 9110 section
     * 10.2.3).
     */
    Reply retryAfter(Duration wait) {
        String seconds = Long.toString(LimitFields.retryAfter(wait));
        return with(HeaderValues.create(HeaderNames.RETRY_AFTER, seconds));
    }

    /** JSON that no cache may keep (RFC 6749 section 5.1). */
    void json(Status status, Json body) {
        json(status, body.text());
    }

    /** The same of an object's text. */
    void json(Status status, String object) {
        byte[] body = object.getBytes(StandardCharsets.UTF_8);
        with(JSON).with(NO_STORE).with(NO_CACHE).send(status, body);
    }

    /** An error in the shape of RFC 6749 section 5.2. */
    void error(Status status, String code, String description) {
        json(status, Json.object().with("error", code).with("error_description", description));
    }

    /** A failure as JSON. */
    void failure(Status status, OAuthFailure failure) {
        json(status, OAuthJson.write(failure));
    }

    /** 503 with the time to wait, as JSON. */
    void unavailable(Duration wait) {
        retryAfter(wait)
                .error(
                        Status.SERVICE_UNAVAILABLE_503,
                        OAuthError.TEMPORARILY_UNAVAILABLE.code(),
                        "This server cannot answer now; repeat the same request in a few seconds");
    }

    /**
     * A page.
     *
     * @param page makes it of the pages in that language
     */
    void page(Status status, Pages pages, Function<Pages, String> page) {
        Texts texts = texts();
        PageHeaders.ALL.forEach((name, value) -> response.header(name, value));
        with(HTML).with(HeaderValues.create(HeaderNames.CONTENT_LANGUAGE, texts.tag()));
        send(status, page.apply(pages.in(texts)).getBytes(StandardCharsets.UTF_8));
    }

    /** 303: the browser goes on with GET, whatever the method was. */
    void redirect(Secret location) {
        with(NO_STORE).with(HeaderValues.create(HeaderNames.LOCATION, location.reveal()));
        send(Status.SEE_OTHER_303, new byte[0]);
    }

    /** A status without a body, which no cache may keep. */
    void empty(Status status) {
        with(NO_STORE).with(NO_CACHE);
        response.status(status).send();
    }

    /** 204. */
    void nothing() {
        response.status(Status.NO_CONTENT_204).send();
    }

    /** A status and the body, whose headers have been added before. */
    void send(Status status, byte[] body) {
        response.status(status);
        // Helidon writes the body of a HEAD answer too, unless there is none to write.
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().contentLength(body.length);
            response.send();
        } else {
            response.send(body);
        }
    }
}
