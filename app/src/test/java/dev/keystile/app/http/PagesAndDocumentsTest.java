package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesAndDocumentsTest {
    private static final String BROWSER =
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\n";

    private final Site site = Site.onLoopback();

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void startPageNamesTheUrlToPaste() {
        var answer = site.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.body()).contains(site.issuer().url("/mcp"), "demo-key");
    }

    @ParameterizedTest
    @CsvSource({"/static/keystile.css, text/css", "/static/favicon.svg, image/svg+xml"})
    void pagesLoadTheirFiles(String path, String type) {
        var answer = site.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.has("ETag")).isTrue();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void fileThatABrowserStillHasIsNotSentAgain() {
        String tag = site.get("/static/keystile.css").header("ETag");

        var answer = site.send("GET", "/static/keystile.css", "If-None-Match: " + tag + "\n", "");

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.has("Content-Type")).isFalse();
    }

    @Test
    void browsersGetTheApiAsAPage() {
        var answer = site.send("GET", "/openapi", BROWSER, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains("/oauth/register");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept: */*\n", "Accept: application/yaml\n"})
    void programsGetTheApiAsYaml(String accept) {
        var answer = site.send("GET", "/openapi", accept, "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .containsAnyOf("application/vnd.oai.openapi", "application/yaml");
        assertThat(answer.body()).contains("openapi: ");
    }

    @Test
    void apiIsJsonOnRequest() {
        var asked = site.send("GET", "/openapi", "Accept: application/json\n", "");
        var named = site.get("/openapi.json");

        assertThat(asked.header("Content-Type")).isEqualTo("application/json");
        assertThat(asked.json().getString("openapi")).startsWith("3.1");
        assertThat(named.json()).isEqualTo(asked.json());
    }

    @ParameterizedTest
    @CsvSource({
        "/, en, en",
        "/, 'de-CH,de;q=0.9,en;q=0.8', de",
        "/?ui_locales=de, en, de",
        "/openapi, de, de",
        "/nothing, de, de",
        "/no%20path, de, de"
    })
    void pagesSpeakTheLanguageOfWhoAsks(String path, String accepted, String language) {
        var answer = site.send("GET", path, BROWSER + "Accept-Language: " + accepted + "\n", "");

        assertThat(answer.header("Content-Language")).isEqualTo(language);
        assertThat(answer.body()).contains("<html lang=\"" + language + "\">");
    }

    @Test
    void formHandsTheLanguageOnWithoutAnyState() {
        String headers =
                BROWSER
                        + "Content-Type: application/x-www-form-urlencoded\n"
                        + "Sec-Fetch-Site: same-origin\nAccept-Language: en\n";

        var answer = site.send("POST", "/oauth/callback?ui_locales=de", headers, "decision=none");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Language")).isEqualTo("de");
        assertThat(answer.body()).contains("Dieses Formular ist unvollständig");
    }

    @Test
    void programsAreToldInEnglish() {
        var answer =
                site.send("GET", "/nothing", "Accept: application/json\nAccept-Language: de\n", "");

        assertThat(answer.json().getString("error_description")).startsWith("No page, endpoint");
        assertThat(answer.has("Content-Language")).isFalse();
    }

    @Test
    void yamlHasItsOwnUrl() {
        var answer = site.send("GET", "/openapi.yaml", BROWSER, "");

        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(answer.body()).isEqualTo(site.get("/openapi").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/openapi", "/openapi.yaml", "/openapi.json", "/static/keystile.css"})
    void headHasNoBody(String path) {
        var answer = site.send("HEAD", path, "", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void unknownFormatIsRefusedInJson() {
        var answer = site.get("/openapi?format=xml");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(answer.body()).doesNotContain("xml");
    }
}
