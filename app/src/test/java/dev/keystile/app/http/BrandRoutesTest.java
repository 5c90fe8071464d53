package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.pages.Brand;
import dev.keystile.app.pages.Colours;
import dev.keystile.app.pages.Logo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrandRoutesTest {
    private static final Brand ACME =
            new Brand(
                    "Acme",
                    Logo.of("a.svg", "<svg/>".getBytes(StandardCharsets.US_ASCII)),
                    new Colours(Colours.light("#7a2fb0"), Colours.dark("#c79bf0")),
                    List.of(),
                    null,
                    null);

    @Test
    void coloursAreAStyleSheetOfOurOwnOrigin() {
        try (var site = Site.of(ACME)) {
            var answer = site.get("/brand/style.css");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/css");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.body()).contains("--accent: #7a2fb0;", "--accent: #c79bf0;");
            assertThat(site.get("/").body()).contains("href=\"/brand/style.css\"");
        }
    }

    @Test
    void logoThatIsOpenedByItselfRunsNoScript() {
        try (var site = Site.of(ACME)) {
            var answer = site.get("/brand/logo");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("image/svg+xml");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "sandbox")
                    .doesNotContain("script", "allow");
            assertThat(answer.body()).isEqualTo("<svg/>");
        }
    }

    @Test
    void brandWithoutFilesHasNone() {
        try (var site = Site.onLoopback()) {
            assertThat(site.get("/brand/logo").status()).isEqualTo(404);
            assertThat(site.get("/brand/style.css").status()).isEqualTo(404);
        }
    }
}
