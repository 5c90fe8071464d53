package dev.keystile.oauth.impl;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.MessageSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long an answer is fresh: as long as it says, within limits of our own (RFC 9111 section 4.2).
 */
final class Freshness {
    /** For a publisher that wants to be asked each time: a sign-in asks more than once. */
    static final Duration UNSTORED = Duration.ofSeconds(30);

    static final Duration LEAST = Duration.ofMinutes(5);
    static final Duration MOST = Duration.ofHours(24);
    static final Duration UNSAID = Duration.ofHours(1);

    private Freshness() {}

    static Duration of(HttpResponse response) {
        if (directive(response, "no-store").isPresent()
                || directive(response, "no-cache").isPresent()) {
            return UNSTORED;
        }
        Optional<Duration> said =
                directive(response, "max-age")
                        .map(element -> seconds(element.getValue()).minus(age(response)))
                        .or(() -> untilExpiry(response));
        return said.map(Freshness::bounded).orElse(UNSAID);
    }

    private static Optional<HeaderElement> directive(HttpResponse response, String name) {
        Iterator<HeaderElement> elements = MessageSupport.iterate(response, "Cache-Control");
        while (elements.hasNext()) {
            HeaderElement element = elements.next();
            if (element.getName().equalsIgnoreCase(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static Duration age(HttpResponse response) {
        Header age = response.getFirstHeader("Age");
        return age == null ? Duration.ZERO : seconds(age.getValue());
    }

    /** An unreadable number is none: the answer counts as old. An endless one is very large. */
    private static Duration seconds(@Nullable String text) {
        if (text == null || !text.matches("[0-9]+")) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text));
    }

    private static Optional<Duration> untilExpiry(HttpResponse response) {
        Instant date = DateUtils.parseStandardDate(response, "Date");
        Instant expires = DateUtils.parseStandardDate(response, "Expires");
        if (response.getFirstHeader("Expires") == null || date == null) {
            return Optional.empty();
        }
        return Optional.of(expires == null ? Duration.ZERO : Duration.between(date, expires));
    }

    private static Duration bounded(Duration said) {
        if (said.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return said.compareTo(MOST) > 0 ? MOST : said;
    }
}
