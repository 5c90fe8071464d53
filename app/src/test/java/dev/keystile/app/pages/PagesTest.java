package dev.keystile.app.pages;

import static dev.keystile.app.pages.SamplePages.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void leavingNamesTheHostAndLinksOn() {
        Document page = Jsoup.parse(PAGES.leave(SamplePages.leaving("tools.example.com"), true));

        assertThat(page.select("h1").text()).isEqualTo("You denied access");
        assertThat(page.select("main .host").text()).isEqualTo("tools.example.com");
        assertThat(page.expectFirst("a.button").attr("href"))
                .isEqualTo("https://tools.example.com/cb?error=access_denied&state=x\"y");
    }

    @Test
    void leavingAfterABadRequestBlamesNobodyForDenying() {
        assertThat(
                        Jsoup.parse(PAGES.leave(SamplePages.leaving("x.example"), false))
                                .select("h1")
                                .text())
                .isEqualTo("This request could not be granted");
    }

    @Test
    void locationDoesNotShowInTheModelsText() {
        var response =
                new AuthorizationResponse(
                        Secret.of("https://x.example/?code=c"), "x.example", false);

        assertThat(
                        new LeavePage(Texts.ENGLISH, response.location(), response.host(), true)
                                .toString())
                .doesNotContain("code=c");
    }

    @Test
    void problemSaysWhatHappenedWhyAndWhatToDo() {
        Document page = Jsoup.parse(PAGES.problem(400, "problem.not-found"));

        assertThat(page.select("h1").text()).isEqualTo("There is nothing here");
        assertThat(page.select("main p").eachText())
                .containsExactly(
                        "No page, endpoint or resource of this server has this address.",
                        "Check the address, or begin at the start page.",
                        "Status 400");
        assertThat(page.select("main a").eachAttr("href")).containsExactly("/");
    }

    @Test
    void landingShowsTheUrlsAndTheCommand() {
        Document page = Jsoup.parse(PAGES.landing(List.of()));

        assertThat(page.select("#shared").text()).isEqualTo("https://mcp.jeanmemory.example/mcp");
        assertThat(page.select("#shared").html())
                .isEqualTo("https://mcp.jeanmemory.example/<wbr>mcp<wbr>");
        assertThat(page.select("main > p a").eachAttr("href"))
                .containsExactly("/account", "/openapi");
        assertThat(page.select("section .hint .url").text())
                .isEqualTo("https://mcp.jeanmemory.example/mcp/oauth/your-id");
        assertThat(page.select("#command").text())
                .isEqualTo(
                        "claude mcp add --transport http jean-memory https://mcp.jeanmemory.example/mcp");
        assertThat(page.select("#vs-code").text())
                .isEqualTo(
                        "code --add-mcp '{\"name\":\"jean-memory\",\"type\":\"http\",\"url\":"
                                + "\"https://mcp.jeanmemory.example/mcp\"}'");
        assertThat(page.select("#cursor").text())
                .isEqualTo(
                        "{ \"mcpServers\": { \"jean-memory\": { \"url\":"
                                + " \"https://mcp.jeanmemory.example/mcp\" } } }");
        assertThat(page.select("#mcp-remote").text())
                .isEqualTo(
                        "{ \"mcpServers\": { \"jean-memory\": { \"command\": \"npx\", \"args\": [\"-y\","
                                + " \"mcp-remote\", \"https://mcp.jeanmemory.example/mcp\"] } } }");
        assertThat(page.select("a[href=/openapi]")).hasSize(1);
        assertThat(page.select(".stub a").eachAttr("href"))
                .containsExactly(SamplePages.HELP.toString());
    }

    @Test
    void landingHasAUrlAndCommandsForEachServer() {
        Document page = Jsoup.parse(SamplePages.SEVERAL.landing(List.of()));

        assertThat(page.select(".copy.url code").eachText())
                .containsExactly(
                        "https://mcp.jeanmemory.example/mcp",
                        "https://mcp.jeanmemory.example/mcp/notes");
        assertThat(page.select(".client .copy")).hasSize(8);
        assertThat(page.select("#command-notes").text())
                .endsWith(" https://mcp.jeanmemory.example/mcp/notes");
    }

    @Test
    void demoKeysAreListedOnlyInADemo() {
        assertThat(Jsoup.parse(PAGES.landing(List.of("k1", "k2"))).select(".keys code").eachText())
                .containsExactly("k1", "k2");
        assertThat(Jsoup.parse(PAGES.landing(List.of())).text()).doesNotContain("demo");
    }

    @Test
    void gatewayOnLoopbackSaysWhoCannotReachIt() {
        assertThat(Jsoup.parse(SamplePages.local().landing(List.of())).select(".client .note"))
                .hasSize(2);
        assertThat(Jsoup.parse(PAGES.landing(List.of())).select(".client .note")).isEmpty();
    }

    @Test
    void apiPageShowsOperationsWithReferencesFollowed() {
        Document page = Jsoup.parse(PAGES.api(SamplePages.openapi()));
        assertThat(page.title()).isEqualTo("API · Keystile");

        assertThat(page.select(".operation h2").eachText())
                .containsExactly(
                        "POST /oauth/token",
                        "GET /mcp/oauth/{user_id}",
                        "DELETE /mcp/oauth/{user_id}");
        assertThat(page.select("#post-oauth-token tbody tr").eachText())
                .containsExactly(
                        "grant_type required application/x-www-form-urlencoded authorization_code or refresh_token.",
                        "code application/x-www-form-urlencoded",
                        "resource application/x-www-form-urlencoded Where it goes.",
                        "200 application/json Tokens.",
                        "400 application/json An OAuth error.");
        assertThat(page.select("#delete-mcp-oauth-user-id tbody tr").eachText())
                .containsExactly(
                        "user_id required path 1 to 64 of [A-Za-z0-9._~-].",
                        "Mcp-Session-Id required header Which one.",
                        "204 none Ended.");
        assertThat(page.select(".intro p").eachText())
                .startsWith("OAuth for Jean.", "Second paragraph.");
        assertThat(page.select("nav a").eachAttr("href")).contains("#post-oauth-token");
    }

    @Test
    @DisplayName("AS-U-05, AS-U-06, AS-U-07: not frameable, nothing from elsewhere, no form-action")
    void headersKeepThePageToItself() {
        assertThat(PageHeaders.ALL)
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "same-origin")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(PageHeaders.ALL.get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .contains("script-src 'self'", "connect-src 'self'")
                .doesNotContain("form-action", "unsafe");
    }
}
