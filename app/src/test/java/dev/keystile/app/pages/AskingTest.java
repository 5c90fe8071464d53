package dev.keystile.app.pages;

import static dev.keystile.app.pages.SamplePages.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for what, as both consent pages say it. */
class AskingTest {
    @Test
    @DisplayName("AS-U-01, AS-U-02: a registered client is its redirect host, its name unverified")
    void registeredClientIsUnverified() {
        for (Document page : pages(SamplePages.claude(SamplePages.personal()))) {
            assertThat(page.expectFirst("h1").text())
                    .isEqualTo("claude.ai asks to use Jean Memory");
            assertThat(page.expectFirst("h1 > .host").text()).isEqualTo("claude.ai");
            assertThat(row(page, "who"))
                    .isEqualTo("Who It calls itself “Claude” unverified The name is self-chosen.");
            assertThat(row(page, "back")).isEqualTo("Goes back to claude.ai");
            assertThat(page.select(".mark.good:not(.tools *)")).isEmpty();
        }
    }

    @Test
    @DisplayName("AS-C-11, AS-C-13: the host that publishes the document comes first, verified")
    void describedClientIsItsDocumentsHost() {
        for (Document page : pages(SamplePages.described())) {
            assertThat(page.expectFirst("h1").text())
                    .isEqualTo("claude.ai asks to use Jean Memory");
            assertThat(row(page, "who"))
                    .isEqualTo(
                            "Who claude.ai publishes this app’s description verified"
                                    + " The app calls itself “Claude”.");
            assertThat(row(page, "back")).isEqualTo("Goes back to claude.ai");
            assertThat(page.text()).doesNotContain("unverified");
        }
    }

    @Test
    @DisplayName("AS-C-11: a redirect host other than the document's is pointed out")
    void bothHostsAreShownWhereTheyDiffer() {
        for (Document page : pages(SamplePages.describedElsewhere())) {
            assertThat(page.expectFirst("h1 > .host").text()).isEqualTo("claude.ai");
            assertThat(row(page, "back"))
                    .isEqualTo(
                            "Goes back to claude.com another host"
                                    + " Only go on if you know both claude.ai and claude.com.");
        }
    }

    @Test
    @DisplayName("AS-C-11, AS-U-02: a document proves nothing about a program on one's own machine")
    void describedClientOnOwnMachineIsUnverified() {
        for (Document page : pages(SamplePages.describedOnOwnMachine())) {
            assertThat(page.expectFirst("h1").text())
                    .isEqualTo("An app on your device asks to use Jean Memory");
            assertThat(row(page, "who"))
                    .isEqualTo(
                            "Who It calls itself “Claude Code” unverified"
                                    + " It says that it is the app which claude.ai describes.");
            assertThat(row(page, "back")).isEqualTo("Goes back to localhost");
            assertThat(page.select(".mark.good:not(.tools *)")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @DisplayName("AS-U-02: clients on this machine, and no others, come with a warning")
    void onlyClientsOnOwnMachineAreWarnedOf(ConsentSubject subject) {
        for (Document page : pages(subject)) {
            assertThat(page.select(".stub .note").text())
                    .isEqualTo(
                            subject.loopback()
                                    ? "Any program on your device can pose as this app, and nobody can"
                                            + " check it. Only go on if you started this yourself, just now."
                                    : "");
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @DisplayName("AS-U-01: every page names the redirect host and what is granted")
    void everyPageSaysWhereToAndWhat(ConsentSubject subject) {
        boolean readOnly = !subject.scope().covers("mcp");
        for (Document page : pages(subject)) {
            assertThat(page.expectFirst(".back .host").text()).isEqualTo(subject.redirectHost());
            assertThat(row(page, "may"))
                    .isEqualTo(
                            readOnly
                                    ? "May read, and may not change anything"
                                    : "May do everything this key can do");
        }
    }

    @Test
    @DisplayName("AS-U-02: the page shows at which resource the access works")
    void resourceIsShown() {
        assertThat(row(key(SamplePages.described()), "at"))
                .isEqualTo(
                        "Only at https://mcp.jeanmemory.example/mcp/oauth/user-72 a personal URL");
        assertThat(row(key(SamplePages.claudeCode()), "at"))
                .isEqualTo("Only at https://mcp.jeanmemory.example/mcp the shared URL");
        assertThat(row(key(SamplePages.claude(null)), "at"))
                .isEqualTo("Only at the URL that you choose below");
    }

    @Test
    void urlBreaksOnlyBehindTheSlashesOfItsPath() {
        assertThat(Asking.of(SamplePages.described(), Texts.ENGLISH).urlPieces())
                .containsExactly("https://mcp.jeanmemory.example/", "mcp/", "oauth/", "user-72");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u202e\u200b"})
    void clientWithoutAVisibleNameIsSaidToHaveNone(@Nullable String name) {
        var registered = SamplePages.subject(name, null, "claude.ai", null);
        var described = SamplePages.subject(name, "claude.ai", "claude.ai", null);

        assertThat(row(key(registered), "who")).isEqualTo("Who It gave no name unverified");
        assertThat(row(key(described), "who"))
                .endsWith("publishes this app’s description verified The app gave no name.");
    }

    @Test
    @DisplayName("AS-U-11: a hostile name is text, without characters that turn it")
    void hostileNameIsText() {
        for (Document page : pages(SamplePages.hostile(null))) {
            assertThat(page.select(".stub script, .stub img")).isEmpty();
            assertThat(page.expectFirst(".who .name").text())
                    .startsWith("elgoog</title></textarea><script>alert(1)</script>")
                    .hasSizeLessThan(122);
        }
    }

    @Test
    @DisplayName("AS-U-02: reading only is what a person agrees to where only that is asked for")
    void readingOnlyIsAllThatIsAllowed() {
        ConsentSubject subject = SamplePages.readOnly(SamplePages.described());
        Document oneStep =
                Jsoup.parse(
                        PAGES.key(new KeyPrompt(subject, null, false, Secret.of("sealed")), null));

        assertThat(oneStep.select("form > .hint").text())
                .isEqualTo(
                        "If you allow this, the app may read with your key while it stays connected, and may"
                                + " not change anything. It never gets the key itself.");
        assertThat(review(subject).select(".plain li").eachText())
                .containsExactly(
                        "claude.ai may read with your key while it stays connected, and may not change"
                                + " anything.",
                        "Of the server’s tools it may use at most those marked as read-only.",
                        "The choice covers tools alone: the server’s prompts and resources are included.",
                        "The app never gets the key itself.");
    }

    @Test
    void everythingIsSaidWhereConsentIsOneStep() {
        var prompt = new KeyPrompt(SamplePages.described(), null, false, Secret.of("sealed"));

        assertThat(Jsoup.parse(PAGES.key(prompt, null)).select("form > .hint").text())
                .startsWith("If you allow this, the app may do everything that the key can do");
    }

    @Test
    void titlesSayWhoAsks() {
        assertThat(key(SamplePages.described()).title())
                .isEqualTo("claude.ai asks to use Jean Memory · Keystile");
        assertThat(review(SamplePages.described()).title())
                .isEqualTo("Allow claude.ai to use Jean Memory? · Keystile");
        assertThat(review(SamplePages.claudeCode()).title())
                .isEqualTo("Allow this app to use Jean Memory? · Keystile");
    }

    private static Stream<ConsentSubject> subjects() {
        return SamplePages.subjects().stream();
    }

    private static String row(Document page, String row) {
        return page.expectFirst(".facts > ." + row).text();
    }

    private static List<Document> pages(ConsentSubject subject) {
        return List.of(key(subject), review(subject));
    }

    private static Document key(ConsentSubject subject) {
        return Jsoup.parse(PAGES.key(SamplePages.prompt(subject), null));
    }

    private static Document review(ConsentSubject subject) {
        return Jsoup.parse(
                PAGES.review(SamplePages.review(subject, SamplePages.memoryTools(), true)));
    }
}
