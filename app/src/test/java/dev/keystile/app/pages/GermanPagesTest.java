package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.KeyProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each page in another language than it was written in. */
class GermanPagesTest {
    private static final Pages GERMAN = SamplePages.PAGES.in(Texts.asked("de", List.of()));

    @Test
    void everyPageSaysSoInItsRoot() {
        assertThat(pages()).allMatch(page -> page.expectFirst("html").attr("lang").equals("de"));
    }

    @Test
    void keyPage() {
        Document page = Jsoup.parse(GERMAN.key(SamplePages.prompt(SamplePages.described()), null));

        assertThat(page.select("h1").text()).isEqualTo("claude.ai möchte Jean Memory nutzen");
        assertThat(page.select(".who").text())
                .isEqualTo(
                        "Wer claude.ai veröffentlicht die Beschreibung dieser App geprüft"
                                + " Die App nennt sich „Claude“.");
        assertThat(page.select("button[value]").eachText()).containsExactly("Weiter", "Ablehnen");
    }

    @ParameterizedTest
    @EnumSource
    void keyProblems(KeyProblem problem) {
        var prompt = SamplePages.prompt(SamplePages.claude(SamplePages.personal()));

        assertThat(alert(GERMAN.key(prompt, problem)))
                .endsWith(".")
                .doesNotContain("{", "}")
                .isNotEqualTo(alert(SamplePages.PAGES.key(prompt, problem)));
    }

    @Test
    void tooManyTries() {
        var prompt = SamplePages.prompt(SamplePages.claude(null));

        assertThat(alert(GERMAN.keyLater(prompt, Duration.ofSeconds(60))))
                .startsWith(
                        "Zu viele Versuche. Dieser Versuch wurde nicht geprüft. Warten Sie eine Minute,");
        assertThat(alert(GERMAN.keyLater(prompt, Duration.ofSeconds(61))))
                .contains("Warten Sie 2 Minuten,");
    }

    @Test
    void reviewPage() {
        Document page = Jsoup.parse(GERMAN.review(SamplePages.replacing(Instant.EPOCH, 2)));

        assertThat(page.select("#unlocks").text()).isEqualTo("Er öffnet 4 Werkzeuge");
        assertThat(page.select("fieldset > p").text())
                .isEqualTo(
                        "Er funktioniert seit dem 1. Januar 1970 (UTC) nicht mehr,"
                                + " und 2 App-Verbindungen nutzen ihn noch.");
    }

    @Test
    void leavePage() {
        Document page = Jsoup.parse(GERMAN.leave(SamplePages.leaving("tools.example.com"), true));

        assertThat(page.title()).startsWith("Sie haben den Zugriff abgelehnt");
        assertThat(page.select("a.button").text()).isEqualTo("Weiter zu tools.example.com");
    }

    @Test
    void problemPageMarksWhatStaysEnglish() {
        Document page = Jsoup.parse(GERMAN.problem(400, "problem.refused", "scope is empty"));

        assertThat(page.select("h1").text()).isEqualTo("Diese Anmeldung kann nicht weitergehen");
        assertThat(page.select("[lang=en]").text()).isEqualTo("scope is empty");
    }

    @Test
    void startPage() {
        assertThat(Jsoup.parse(GERMAN.landing(List.of("k"))).select("h1").text())
                .isEqualTo("Verbinden Sie Ihre KI-App mit Jean Memory");
    }

    @Test
    void apiPageMarksTheDocumentsOwnWords() {
        Document page = Jsoup.parse(GERMAN.api(SamplePages.openapi()));
        Elements english = page.select("[lang=en]");

        assertThat(page.select("caption").eachText()).contains("Nimmt", "Antwortet");
        assertThat(english.text()).contains("Redeem a code", "OAuth for Jean");
        assertThat(english.select("caption, thead, .mark")).isEmpty();
    }

    private static Stream<Document> pages() {
        return Stream.of(
                        GERMAN.key(SamplePages.prompt(SamplePages.described()), null),
                        GERMAN.review(SamplePages.replacing(Instant.EPOCH, 2)),
                        GERMAN.leave(SamplePages.leaving("tools.example.com"), true),
                        GERMAN.problem(400, "problem.expired"),
                        GERMAN.landing(List.of()),
                        GERMAN.api(SamplePages.openapi()))
                .map(Jsoup::parse);
    }

    private static String alert(String html) {
        return Jsoup.parse(html).select("[role=alert]").text();
    }
}
