package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrandTest {
    private static final Brand ACME =
            new Brand(
                    "Acme <Keys>",
                    Logo.of("logo.png", new byte[] {1}),
                    new Colours(Colours.light("#7a2fb0"), Colours.dark("#c79bf0")),
                    List.of(
                            new Brand.Link(
                                    "Help & more", URI.create("https://acme.example/?a=1&b=2"))),
                    URI.create("https://acme.example/privacy"),
                    URI.create("https://acme.example/terms"));

    @Test
    void everyPageBearsTheBrand() {
        for (Texts language : Texts.ALL) {
            Pages pages = branded().in(language);
            for (String html :
                    List.of(
                            pages.landing(List.of()),
                            pages.key(SamplePages.prompt(SamplePages.claude(null)), null),
                            pages.problem(404, "problem.not-found"))) {
                Document page = Jsoup.parse(html);
                assertThat(page.title()).endsWith(" · Acme <Keys>");
                assertThat(page.select(".brand").text()).isEqualTo("Acme <Keys>");
                assertThat(page.select(".brand img").attr("src")).isEqualTo("/brand/logo");
                assertThat(page.select("link[rel=stylesheet]").eachAttr("href"))
                        .containsExactly("/static/keystile.css", "/brand/style.css");
                assertThat(page.select("footer a").eachAttr("href"))
                        .containsExactly(
                                "https://acme.example/?a=1&b=2",
                                "https://acme.example/privacy",
                                "https://acme.example/terms");
                assertThat(page.text()).doesNotContain("Keystile");
            }
        }
    }

    @Test
    void withoutABrandThereAreNoFilesOfOne() {
        String html = SamplePages.PAGES.landing(List.of());

        assertThat(html).doesNotContain("/brand/");
        assertThat(Jsoup.parse(html).select("footer a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.svg, image/svg+xml",
        "a.PNG, image/png",
        "a.webp, image/webp",
        "a.b.jpg, image/jpeg",
        "/x/a.jpeg, image/jpeg"
    })
    void logoIsOfAKnownType(String file, String type) {
        assertThat(Logo.of(file, new byte[1]).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.html", "a", "svg.js", "a.svg.txt", "."})
    void otherFilesAreNoLogo(String file) {
        assertThatThrownBy(() -> Logo.of(file, new byte[1])).hasMessageContaining("ends in .svg");
    }

    @Test
    void logoIsNeitherEmptyNorLarge() {
        assertThat(Logo.of("a.png", new byte[Logo.MOST_BYTES]).content()).hasSize(262_144);
        assertThatThrownBy(() -> Logo.of("a.png", new byte[Logo.MOST_BYTES + 1]))
                .hasMessageContaining("1 to 262144 bytes");
        assertThatThrownBy(() -> Logo.of("a.png", new byte[0])).hasMessageContaining("bytes");
    }

    private static Pages branded() {
        return new Pages(SamplePages.RESOURCES, Texts.ENGLISH.of(ACME), null);
    }
}
