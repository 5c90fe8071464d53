package dev.keystile.app.http;

import dev.keystile.app.pages.AdminProblemPage;
import dev.keystile.app.pages.PageHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Says why there is no answer: programs as JSON, people as a page. */
final class AdminProblem {
    private AdminProblem() {}

    static void tell(Reply reply, Status status, String code, String title, String why) {
        if (reply.request().path().path().startsWith(AdminApi.BASE)) {
            reply.error(status, code, why);
        } else {
            page(reply, status, new AdminProblemPage(title, why).html());
        }
    }

    /** The store, or the gateway itself, is not there. */
    static void unavailable(Reply reply, Duration wait, String why) {
        tell(
                reply.retryAfter(wait),
                Status.SERVICE_UNAVAILABLE_503,
                "temporarily_unavailable",
                "Not available now",
                why);
    }

    /** A page of the administration. */
    static void page(Reply reply, Status status, String html) {
        PageHeaders.ALL.forEach(
                (name, value) -> reply.with(HeaderValues.create(HeaderNames.create(name), value)));
        reply.with(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8"))
                .send(status, html.getBytes(StandardCharsets.UTF_8));
    }
}
