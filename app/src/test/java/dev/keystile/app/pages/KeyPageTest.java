package dev.keystile.app.pages;

import static dev.keystile.app.pages.SamplePages.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import java.net.URI;
import java.util.EnumSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPageTest {
    @Test
    @DisplayName("AS-U-08: the key is typed into a masked field that browsers do not remember")
    void keyFieldIsMaskedAndNotRemembered() {
        var field = page(SamplePages.claude(null), null).expectFirst("input[name=api_key]");

        assertThat(field.attr("type")).isEqualTo("password");
        assertThat(field.attr("autocomplete")).isEqualTo("off");
        assertThat(field.attr("spellcheck")).isEqualTo("false");
        assertThat(field.hasAttr("required")).isTrue();
        assertThat(field.hasAttr("value")).isFalse();
    }

    @Test
    @DisplayName("AS-U-02: denying is a button beside the other, and needs no key")
    void denyNeedsNoKey() {
        assertThat(
                        page(SamplePages.claude(null), null)
                                .expectFirst("button[value=deny]")
                                .hasAttr("formnovalidate"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyAPageThatAReviewFollowsIsAnsweredInPlace(boolean reviewFollows) {
        var prompt = new KeyPrompt(SamplePages.claude(null), null, reviewFollows, Secret.of("t"));
        var form = Jsoup.parse(PAGES.key(prompt, null)).expectFirst("form");

        assertThat(form.attr("data-in-place"))
                .isEqualTo(reviewFollows ? "Checking your key …" : "");
    }

    @Test
    void pageThatAnAppOnTheDeviceMayLeaveOpenSaysWhereTheAnswerWent() {
        assertThat(page(SamplePages.claudeCode(), null).expectFirst("form").attr("data-told"))
                .startsWith("Your answer is on its way");
        assertThat(page(SamplePages.claude(null), null).expectFirst("form").hasAttr("data-told"))
                .isFalse();
    }

    @Test
    void userIdIsAskedForOnlyWhereTheRequestLeftItOpen() {
        assertThat(
                        page(SamplePages.claude(SamplePages.personal()), null)
                                .select("input[name=user_id]"))
                .isEmpty();
        assertThat(page(SamplePages.claude(null), null).select("input[name=user_id]")).hasSize(1);
    }

    @Test
    void typedUserIdIsKept() {
        var prompt = new KeyPrompt(SamplePages.claude(null), "a \"72\"", true, Secret.of("t"));

        assertThat(
                        Jsoup.parse(PAGES.key(prompt, KeyProblem.REJECTED))
                                .select("input[name=user_id]")
                                .val())
                .isEqualTo("a \"72\"");
    }

    @ParameterizedTest
    @EnumSource
    void problemIsAnnouncedWithTheNextStep(KeyProblem problem) {
        Document page = page(SamplePages.claude(SamplePages.personal()), problem);

        assertThat(page.select("[role=alert]").text()).isEqualTo(alert(problem)).endsWith(".");
        assertThat(page.select("input[name=api_key]").hasAttr("aria-invalid"))
                .isEqualTo(
                        EnumSet.of(
                                        KeyProblem.MALFORMED,
                                        KeyProblem.KEY_OF_ANOTHER,
                                        KeyProblem.REJECTED,
                                        KeyProblem.NOT_THE_OWNER)
                                .contains(problem));
    }

    @ParameterizedTest
    @EnumSource(names = {"MALFORMED_USER_ID", "NOT_THE_OWNER"})
    void wrongUserIdMarksItsField(KeyProblem problem) {
        Document page = page(SamplePages.claude(null), problem);

        assertThat(page.select("[aria-invalid]").eachAttr("name")).containsExactly("user_id");
        assertThat(page.select("#user_id").attr("aria-describedby"))
                .isEqualTo("user_id-hint problem");
    }

    @Test
    void nothingIsMarkedOnTheFirstShowing() {
        assertThat(
                        page(SamplePages.claude(null), null)
                                .select("[aria-invalid], [role=alert], [autofocus]"))
                .isEmpty();
    }

    @Test
    void helpLinkOpensBesideThePage() {
        var link = page(SamplePages.claude(null), null).expectFirst(".field-head a");

        assertThat(link.attr("href")).isEqualTo(SamplePages.HELP.toString());
        assertThat(link.attr("target")).isEqualTo("_blank");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "ftp://keys.example"})
    void onlyWebAddressesAreLinkedTo(@Nullable String help) {
        Connector connector = connector("k_", help == null ? null : URI.create(help));

        assertThat(page(subject(connector), null).select("a")).isEmpty();
    }

    @Test
    void prefixIsHintedAtOnlyWhereThereIsOne() {
        assertThat(page(subject(connector("k_", null)), null).select("#api_key-hint").text())
                .isEqualTo("It begins with k_");
        Document page = page(subject(connector("", null)), null);
        assertThat(page.select("#api_key-hint")).isEmpty();
        assertThat(page.expectFirst("#api_key").hasAttr("aria-describedby")).isFalse();
        assertThat(
                        page(subject(connector("", null)), KeyProblem.MALFORMED)
                                .select("[role=alert]")
                                .text())
                .contains("A key is one word without spaces");
    }

    @Test
    @DisplayName("Of several servers none is chosen beforehand, and one has to be")
    void serverIsChosenByThePerson() {
        Document page = Jsoup.parse(SamplePages.SEVERAL.key(SamplePages.choice(null, null), null));

        assertThat(page.select("input[name=connector]").eachAttr("value"))
                .containsExactly("jean", "notes");
        assertThat(page.select("input[name=connector][required]")).hasSize(2);
        assertThat(page.select("[checked]")).isEmpty();
        assertThat(page.select(".choice code.line").eachText())
                .containsExactly(
                        "https://mcp.jeanmemory.example/mcp",
                        "https://mcp.jeanmemory.example/mcp/notes");
        assertThat(page.title()).startsWith("claude.ai asks to use a server that you choose");
        assertThat(page.select("label[for=api_key]").text()).isEqualTo("Your API key");
        assertThat(page.select("#api_key-hint")).isEmpty();
    }

    @Test
    void chosenServerStaysChosenAndTheOtherIsNamed() {
        var prompt = SamplePages.choice(SamplePages.CONNECTOR, SamplePages.NOTES);
        Document page = Jsoup.parse(SamplePages.SEVERAL.key(prompt, KeyProblem.KEY_OF_ANOTHER));

        assertThat(page.select("[checked]").eachAttr("value")).containsExactly("jean");
        assertThat(page.select("[aria-invalid]").eachAttr("name"))
                .containsExactly("connector", "connector");
        assertThat(page.select("[role=alert]").text())
                .startsWith("This looks like a key of " + SamplePages.NOTES.displayName())
                .contains("sent nowhere", "or paste a key of Jean Memory");
    }

    @Test
    void transactionDoesNotShowInTheModelsText() {
        var model =
                KeyPage.of(
                        SamplePages.prompt(SamplePages.claude(null)),
                        null,
                        SamplePages.RESOURCES,
                        Texts.ENGLISH);

        assertThat(model.toString()).doesNotContain(SamplePages.TRANSACTION);
    }

    private static String alert(KeyProblem problem) {
        Remedy remedy =
                Remedy.of(
                        problem,
                        SamplePages.prompt(SamplePages.claude(SamplePages.personal())),
                        Texts.ENGLISH);
        return remedy.title().html() + ". " + remedy.next().html();
    }

    private static Document page(ConsentSubject subject, @Nullable KeyProblem problem) {
        return Jsoup.parse(PAGES.key(SamplePages.prompt(subject), problem));
    }

    private static ConsentSubject subject(Connector connector) {
        return new ConsentSubject(
                "Claude",
                null,
                "claude.ai",
                false,
                Scope.SUPPORTED,
                connector,
                SamplePages.RESOURCES.shared());
    }

    private static Connector connector(String prefix, @Nullable URI help) {
        var c = SamplePages.CONNECTOR;
        return new Connector(
                c.id(),
                c.displayName(),
                c.upstream(),
                c.keyHeader(),
                prefix,
                help,
                c.userIdTrust());
    }
}
