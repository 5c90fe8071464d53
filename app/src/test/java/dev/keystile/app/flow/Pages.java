package dev.keystile.app.flow;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** What a browser makes of an answer. */
public final class Pages {
    private Pages() {}

    /** An answer read as a page. */
    public record Page(HttpResponse<String> answer) {
        public int status() {
            return answer.statusCode();
        }

        public String text() {
            return Jsoup.parse(answer.body()).text();
        }

        public URI location() {
            return URI.create(answer.headers().firstValue("location").orElseThrow());
        }

        public boolean has(String selector) {
            return Jsoup.parse(answer.body()).selectFirst(selector) != null;
        }

        public String action(String decision) {
            return form(decision).attr("action");
        }

        /** The names and values that the form would send as it is. */
        public Map<String, String> fields(String decision) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (Element input :
                    form(decision)
                            .select("input[name]")
                            .not("[type=radio]:not([checked]), [type=checkbox]:not([checked])")) {
                fields.put(input.attr("name"), input.attr("value"));
            }
            fields.put("decision", decision);
            return fields;
        }

        private Element form(String decision) {
            Element button =
                    Jsoup.parse(answer.body())
                            .selectFirst("button[name=decision][value=" + decision + "]");
            if (button == null || button.closest("form") == null) {
                throw new AssertionError(
                        "no button '"
                                + decision
                                + "' on a page of status "
                                + status()
                                + ": "
                                + text());
            }
            return button.closest("form");
        }
    }
}
