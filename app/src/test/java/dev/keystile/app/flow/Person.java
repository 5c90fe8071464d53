package dev.keystile.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Pages.Page;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A person at a browser without JavaScript: keeps cookies, fills in forms, follows nothing unasked.
 */
public final class Person {
    private final Wire wire;
    private final URI base;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public Person(Wire wire, String base) {
        this.wire = wire;
        this.base = URI.create(base);
    }

    public Page open(URI uri) {
        return visit(HttpRequest.newBuilder(uri).GET());
    }

    /** Fills in the form around a button and presses it. */
    public Page press(Page page, String decision, Map<String, String> entries) {
        Map<String, String> fields = page.fields(decision);
        assertThat(entries.keySet()).allMatch(name -> page.has("input[name=" + name + "]"));
        fields.putAll(entries);
        return send(page, decision, fields);
    }

    /** The same with one of the page's choices made. */
    public Page choose(Page page, String name, String value, Map<String, String> entries) {
        assertThat(page.has("input[type=radio][name=" + name + "][value=" + value + "]")).isTrue();
        Map<String, String> fields = page.fields("continue");
        fields.putAll(entries);
        fields.put(name, value);
        return send(page, "continue", fields);
    }

    private Page send(Page page, String decision, Map<String, String> fields) {
        return visit(
                HttpRequest.newBuilder(base.resolve(page.action(decision)))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("origin", base.toString())
                        .POST(HttpRequest.BodyPublishers.ofString(FormText.encode(fields))));
    }

    public Page press(Page page, String decision) {
        return press(page, decision, Map.of());
    }

    /** Types a key and allows what it unlocks. */
    public URI signIn(URI authorization, String apiKey) {
        Page review = press(open(authorization), "continue", Map.of("api_key", apiKey));
        assertThat(review.status()).as(review.text()).isEqualTo(200);
        Page redirect = press(review, "allow");
        assertThat(redirect.status()).as(redirect.text()).isEqualTo(303);
        return redirect.location();
    }

    private Page visit(HttpRequest.Builder request) {
        request.header("accept", "text/html");
        if (!cookies.isEmpty()) {
            request.header("cookie", String.join("; ", cookies.values()));
        }
        var answer = wire.send(request);
        answer.headers().allValues("set-cookie").forEach(this::keep);
        return new Page(answer);
    }

    private void keep(String line) {
        String pair = line.split(";", 2)[0];
        cookies.put(pair.split("=", 2)[0], pair);
    }
}
