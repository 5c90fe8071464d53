package dev.keystile.app.pages;

import static dev.keystile.app.pages.SamplePages.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
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
                .contains("tools that the server adds later")
                .contains("prompts and resources are included");
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
