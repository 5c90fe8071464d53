package dev.keystile.app.http;

import dev.keystile.app.pages.Texts;
import dev.keystile.oauth.api.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;

/**
 * The language of who reads a page: {@code ui_locales} of the query, where the forms of the pages
 * hand it on, else {@code Accept-Language}.
 */
final class AskedLanguage {
    private AskedLanguage() {}

    static Texts of(ServerRequest request) {
        return of(request.query().rawValue(), request.headers());
    }

    /** The same of a request that never reached a route. */
    static Texts of(String rawQuery, ServerRequestHeaders headers) {
        String uiLocales =
                Parameters.parse(rawQuery).map(query -> query.value("ui_locales")).orElse(null);
        return Texts.asked(uiLocales, headers.values(HeaderNames.ACCEPT_LANGUAGE));
    }
}
