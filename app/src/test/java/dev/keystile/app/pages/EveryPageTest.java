package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every page, whatever is on it. */
class EveryPageTest {
    private static final Set<String> STATIC =
            Set.of("/static/keystile.css", "/static/keystile.js", "/static/favicon.svg");
    private static final Set<String> ELSEWHERE =
            Set.of(SamplePages.HELP.toString(), SamplePages.leaving("").location().reveal());

    @TestFactory
    @DisplayName("AS-U-06, AS-U-07, AS-U-11: no script or link of a stranger gets into any page")
    Stream<DynamicTest> pagesAreSafeAndUsable() {
        return SamplePages.all().entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(page.getKey(), () -> check(page.getValue())));
    }

    @Test
    void theChecksFindWhatTheyLookFor() {
        String good = SamplePages.all().get("key");
        Map<String, String> planted =
                Map.of(
                        "<h1>", "<h1><script>alert(1)</script>",
                        "<main>", "<main onclick=\"x()\">",
                        "</main>", "<b style=\"color:red\">x</b></main>",
                        "<footer>", "<footer><img src=\"https://evil.example/x\">",
                        "<html lang=\"en\">", "<html>",
                        "for=\"api_key\"", "for=\"other\"",
                        "aria-describedby=\"api_key-hint\"", "aria-describedby=\"nothing\"",
                        "rel=\"noopener noreferrer\"", "rel=\"noopener\"");
        planted.forEach((from, to) -> {
            assertThat(good).contains(from);
            assertThat(problems(good.replace(from, to))).as(to).isNotEmpty();
        });
    }

    private static void check(String html) {
        assertThat(problems(html)).isEmpty();
    }

    private static List<String> problems(String html) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = Jsoup.parse(html, parser);
        List<String> problems = new ArrayList<>();
        parser.getErrors().forEach(error -> problems.add("markup: " + error));
        document(page, problems);
        page.getAllElements().forEach(element -> element(element, problems));
        forms(page, problems);
        return problems;
    }

    private static void document(Document page, List<String> problems) {
        require(html(page).attr("lang").equals("en"), "lang", problems);
        require(!page.title().isBlank(), "title", problems);
        require(
                page.select("h1").size() == 1 && page.select("main").size() == 1,
                "one h1 in one main",
                problems);
        require(page.select("script").size() == 1, "one script, a file", problems);
        require(
                page.select("style, iframe, object, embed, base, form form").isEmpty(),
                "foreign elements",
                problems);
        Set<String> ids = new HashSet<>();
        page.select("[id]").forEach(e -> require(ids.add(e.id()), "id twice: " + e.id(), problems));
        require(
                page.wholeText().codePoints().noneMatch(EveryPageTest::turnsText),
                "direction characters",
                problems);
    }

    private static void element(Element element, List<String> problems) {
        require(
                !element.normalName().equals("script") || element.data().isEmpty(),
                "inline script",
                problems);
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey();
            require(!name.startsWith("on") && !name.equals("style"), "inline " + name, problems);
        }
        for (String name : List.of("href", "src", "action", "srcset", "formaction")) {
            require(
                    !element.hasAttr(name) || known(element, element.attr(name)),
                    name + " " + element,
                    problems);
        }
        for (String name :
                List.of("for", "aria-describedby", "aria-labelledby", "data-show", "data-copy")) {
            for (String id : element.attr(name).split(" ")) {
                require(
                        id.isEmpty() || html(element).getElementById(id) != null,
                        name + " " + id,
                        problems);
            }
        }
    }

    private static void forms(Document page, List<String> problems) {
        for (Element input : page.select("input:not([type=hidden])")) {
            require(
                    page.select("label[for=" + input.id() + "]").size() == 1,
                    "label of " + input,
                    problems);
        }
        page.select("form").forEach(form -> form(form, problems));
        for (Element button : page.select("button[type=button]")) {
            require(button.hasAttr("hidden"), "useless without JavaScript: " + button, problems);
        }
    }

    private static void form(Element form, List<String> problems) {
        if (form.attr("action").startsWith("/account")) {
            accountForm(form, problems);
        } else {
            consentForm(form, problems);
        }
    }

    private static void accountForm(Element form, List<String> problems) {
        require(
                form.attr("method").equals("post")
                        && form.attr("action").equals("/account?ui_locales=en"),
                "form",
                problems);
        Element submit = form.selectFirst("button:not([type=button])");
        require(submit != null && submit.attr("name").equals("decision"), "button", problems);
        boolean signIn = submit != null && submit.val().equals("sign-in");
        boolean link = submit != null && submit.val().equals("link");
        String hidden = link ? "input[name=proof]" : "input[name=page]";
        require(
                signIn || form.select(hidden).val().equals(SamplePages.TRANSACTION),
                "hidden",
                problems);
    }

    private static void consentForm(Element form, List<String> problems) {
        Element submit = form.selectFirst("button:not([type=button])");
        require(
                submit != null && Set.of("continue", "allow").contains(submit.val()),
                "first button",
                problems);
        require(form.select("button[value=deny]").size() == 1, "deny", problems);
        require(
                form.attr("method").equals("post")
                        && form.attr("action").equals("/oauth/callback?ui_locales=en"),
                "form",
                problems);
        require(
                form.select("input[name=transaction]").val().equals(SamplePages.TRANSACTION),
                "hidden",
                problems);
    }

    private static boolean known(Element element, String url) {
        if (ELSEWHERE.contains(url)) {
            return element.normalName().equals("a") && element.attr("rel").contains("noreferrer");
        }
        return url.startsWith("#")
                || STATIC.contains(url)
                || Set.of(
                                "/",
                                "/account",
                                "/openapi",
                                "/openapi.yaml",
                                "/openapi.json",
                                "/oauth/callback?ui_locales=en",
                                "/account?ui_locales=en")
                        .contains(url);
    }

    private static Element html(Element element) {
        return element.ownerDocument().expectFirst("html");
    }

    private static boolean turnsText(int c) {
        return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }

    private static void require(boolean claim, String what, List<String> problems) {
        if (!claim) {
            problems.add(what);
        }
    }
}
