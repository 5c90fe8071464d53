package dev.keystile.app.check;

import static java.util.stream.Collectors.joining;

import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * As much of a browser as the consent pages need: it keeps cookies and says where a form came from.
 * One per person.
 */
final class Browser {
    private final Wire wire;
    private final CheckTarget target;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(Wire wire, CheckTarget target) {
        this.wire = wire;
        this.target = target;
    }

    /** Opens a page. */
    Answer open(String url) {
        return send(Wire.get(url).header("Accept", "text/html"));
    }

    /** Submits a form of a page. */
    Answer submit(ConsentForm form) {
        return send(
                Wire.postForm(form.action(), form.fields())
                        .header("Origin", target.base())
                        .header("Accept", "text/html"));
    }

    private Answer send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(joining("; ")));
        }
        Answer answer = wire.send(request);
        answer.headerValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String setCookie) {
        String[] sides = setCookie.split(";", 2)[0].split("=", 2);
        if (sides.length == 2) {
            cookies.put(sides[0].strip(), sides[1].strip());
        }
    }
}
