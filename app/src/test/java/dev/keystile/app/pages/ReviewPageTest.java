package dev.keystile.app.pages;

import static dev.keystile.app.pages.SamplePages.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import java.time.Instant;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class ReviewPageTest {
    @Test
    void listsEachToolWithItsMarks() {
        Document page = page(SamplePages.memoryTools(), true);

        assertThat(page.select(".status").text()).isEqualTo("jean-memory 2.1 accepted your key");
        assertThat(page.select("#unlocks").text()).isEqualTo("It unlocks 4 tools");
        assertThat(page.select(".tools li").eachText())
                .containsExactly(
                        "Remember something remember",
                        "Search memory search_memory read-only",
                        "list_memories read-only",
                        "forget can delete or overwrite");
    }

    @Test
    void toolThatClaimsBothIsNotCalledReadOnly() {
        assertThat(page(List.of(new Tool("x", null, true, true)), true).select(".tools li").text())
                .isEqualTo("x can delete or overwrite");
    }

    @Test
    void oneToolIsCountedInTheSingular() {
        assertThat(page(SamplePages.tools(1), true).select("#unlocks").text())
                .isEqualTo("It unlocks 1 tool");
    }

    @Test
    void twelveToolsStandOpenAndTheThirteenthIsFoldedAway() {
        assertThat(page(SamplePages.tools(12), true).select("details")).isEmpty();
        Document page = page(SamplePages.tools(13), true);
        assertThat(page.select(".tools:not(details *) > li")).hasSize(12);
        assertThat(page.select("details li").eachText()).containsExactly("tool_13");
        assertThat(page.select("summary").text()).isEqualTo("1 more");
    }

    @Test
    void serverWithoutToolsIsSaidToHaveNone() {
        Document page = page(List.of(), true);

        assertThat(page.select(".tools")).isEmpty();
        assertThat(page.select("#unlocks").text()).isEqualTo("It unlocks no tools");
        assertThat(page.select("#unlocks + p").text())
                .startsWith("The server lists no tools for this key.");
    }

    @Test
    void saysWhatAllowingDoes() {
        assertThat(page(SamplePages.memoryTools(), true).select(".plain").text())
                .contains("claude.ai may use these tools with your key while it stays connected")
                .contains("covers tools alone")
                .contains("prompts and resources are included");
    }

    @Test
    void everyToolIsAllowedUnlessLessIsChosen() {
        Document page = page(SamplePages.memoryTools(), true);

        assertThat(page.select("[name=tools]").eachAttr("value"))
                .containsExactly("all", "read-only", "some");
        assertThat(page.select("[name=tools][checked]").eachAttr("value")).containsExactly("all");
        assertThat(page.select("label[for=tools-all] + .hint").text())
                .isEqualTo("Tools that the server adds later too.");
        assertThat(page.select("label[for=tools-some] + .hint").text())
                .contains("stays off, tools that the server adds later too");
    }

    @Test
    void eachToolCanBeTickedByItsOwnNameAlsoThoseFoldedAway() {
        Document page = page(SamplePages.tools(13), true);

        assertThat(page.select(".tools [name=tool]").eachAttr("value"))
                .hasSize(13)
                .startsWith("tool_1", "tool_2")
                .endsWith("tool_13");
        assertThat(page.select("[name=tool][checked]")).isEmpty();
        assertThat(page.select("label[for=tool-13]").text()).isEqualTo("tool_13");
    }

    @Test
    void appThatAsksToReadIsOfferedReadOnlyToolsAlone() {
        Document page =
                Jsoup.parse(
                        PAGES.review(
                                SamplePages.review(
                                        SamplePages.readOnly(SamplePages.claude(null)),
                                        SamplePages.memoryTools(),
                                        true)));

        assertThat(page.select("[name=tools]").eachAttr("value"))
                .containsExactly("read-only", "some");
        assertThat(page.select("[name=tools][checked]").eachAttr("value"))
                .containsExactly("read-only");
        assertThat(page.select("[name=tool]").eachAttr("value"))
                .containsExactly("search_memory", "list_memories");
    }

    @Test
    void withNoToolThereIsNothingToTick() {
        assertThat(page(List.of(), true).select("[name=tools]").eachAttr("value"))
                .containsExactly("all", "read-only");
    }

    @Test
    void toolWhoseNameIsTooLongToAllowIsShownWithoutABox() {
        Document page =
                page(
                        List.of(
                                new Tool("n".repeat(256), null, false, false),
                                new Tool("n".repeat(257), null, false, false)),
                        true);

        assertThat(page.select(".tools li")).hasSize(2);
        assertThat(page.select("[name=tool]").eachAttr("value")).containsExactly("n".repeat(256));
    }

    @Test
    void whoHasToChooseAgainIsToldSoAndNothingIsChosenForThem() {
        Document page =
                Jsoup.parse(
                        PAGES.chooseAgain(
                                SamplePages.review(
                                        SamplePages.claude(null),
                                        SamplePages.memoryTools(),
                                        true)));

        assertThat(page.select("#problem[role=alert]").text())
                .isEqualTo(
                        "Nothing was allowed yet. Choose which tools the app may use. Ticks count with"
                                + " \u201cOnly the ticked tools\u201d alone, and that needs at least one.");
        assertThat(page.select("[name=tools]")).hasSize(3);
        assertThat(page.select("[name=tools][checked]")).isEmpty();
        assertThat(
                        Jsoup.parse(
                                        PAGES.chooseAgain(
                                                SamplePages.review(
                                                        SamplePages.readOnly(
                                                                SamplePages.claude(null)),
                                                        SamplePages.memoryTools(),
                                                        true)))
                                .select("[name=tools][checked]"))
                .isEmpty();
    }

    @Test
    void earlierKeyCanBeReplacedByABoxThatIsNotTicked() {
        Instant lastMoment = Instant.parse("2026-11-25T23:59:59Z");
        Document page = Jsoup.parse(PAGES.review(SamplePages.replacing(lastMoment, 3)));

        assertThat(page.select("fieldset:has(#replace) > p").text())
                .isEqualTo(
                        "It stopped working on 25 November 2026 (UTC), and 3 app connections still use it.");
        assertThat(page.select("input[name=replace][type=checkbox][value=yes]")).hasSize(1);
        assertThat(page.select("input[name=replace][checked]")).isEmpty();
        assertThat(Jsoup.parse(PAGES.review(SamplePages.replacing(lastMoment, 1))).text())
                .contains("and 1 app connection still uses it.");
    }

    @Test
    void withoutAnEarlierKeyThereIsNothingToReplace() {
        assertThat(page(SamplePages.memoryTools(), true).select("[name=replace]")).isEmpty();
    }

    @Test
    void uncheckedKeyIsNotSaidToWork() {
        Document page = page(SamplePages.memoryTools(), false);

        assertThat(page.select("form .note").text()).startsWith("Your key was not checked.");
        assertThat(page.select(".status")).isEmpty();
        assertThat(page.select("#unlocks").text()).isEqualTo("The server offers 4 tools");
        assertThat(page(SamplePages.memoryTools(), true).select("form .note")).isEmpty();
    }

    @Test
    void namesFromTheServerAreShortenedAndShownAsText() {
        Document page = Jsoup.parse(PAGES.review(SamplePages.hostileReview()));

        assertThat(page.select("main script, main img")).isEmpty();
        assertThat(page.select(".tools bdi").eachText())
                .hasSize(14)
                .allMatch(name -> name.length() <= 121);
        assertThat(page.select(".tools bdi").first().text())
                .startsWith("elgoog</title></textarea><script>alert(1)</script>");
    }

    @Test
    void serverWithoutAVisibleNameGetsTheConnectors() {
        var prompt =
                new ReviewPrompt(
                        SamplePages.claude(null), " \u200b", List.of(), true, Secret.of("t"));

        assertThat(Jsoup.parse(PAGES.review(prompt)).select(".status").text())
                .startsWith("Jean Memory ");
    }

    private static Document page(List<Tool> tools, boolean keyChecked) {
        return Jsoup.parse(
                PAGES.review(
                        SamplePages.review(
                                SamplePages.claude(SamplePages.personal()), tools, keyChecked)));
    }
}
