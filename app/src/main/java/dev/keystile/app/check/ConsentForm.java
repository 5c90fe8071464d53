package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;
import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** One form of a consent page, filled in as far as the page fills it in itself. */
record ConsentForm(String action, Form fields) {
    private static final String DECISION = "decision";
    private static final String UNCHECKED =
            "[type=radio]:not([checked]), [type=checkbox]:not([checked])";

    /** The form that the button with this decision submits. */
    static ConsentForm of(Answer page, String decision, CheckTarget target) {
        Document document = document(page);
        Element button =
                document.selectFirst("form [name=" + DECISION + "][value=" + decision + "]");
        if (button == null || button.closest("form") == null) {
            throw new CheckFailedException(
                    "the page has no form with a button decision=" + decision);
        }
        return of(button.closest("form"), target).with(DECISION, decision);
    }

    /** Whether the page asks for an API key. */
    static boolean asksForKey(Answer page) {
        return document(page).selectFirst("form input[name=api_key][type=password]") != null;
    }

    /** How many tools the page lists. */
    static int tools(Answer page) {
        return document(page).select("ul.tools > li").size();
    }

    /** This form with a field filled in. */
    ConsentForm with(String name, String value) {
        return new ConsentForm(action, fields.with(name, value));
    }

    private static ConsentForm of(Element form, CheckTarget target) {
        String action = form.absUrl("action");
        unless(target.holds(action), "the form goes to another server; nothing was sent");
        unless(form.attr("method").equalsIgnoreCase("post"), "the form is not sent by POST");
        var fields =
                form.select("input[name]:not([type=submit])").stream()
                        .filter(input -> !input.is(UNCHECKED))
                        .collect(
                                toMap(
                                        input -> input.attr("name"),
                                        Element::val,
                                        (first, _) -> first,
                                        LinkedHashMap::new));
        return new ConsentForm(action, Form.of(fields));
    }

    private static Document document(Answer page) {
        return Jsoup.parse(page.html(), page.uri().toString());
    }
}
