package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.pages.PageHeaders;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The consent pages of a running gateway as browsers meet them. */
class ConsentPagesTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String WRONG_KEY = "jean_sk_of_nobody";
    private static final String ORIGIN = "https://elsewhere.example";

    private final Wire wire = new Wire();
    private final OpenGateway gateway = OpenGateway.onLoopback();
    private final String base = gateway.base();
    private OAuthClient client;
    private Person person;

    @BeforeEach
    void start() {
        client = OAuthClient.discover(wire, base + "/mcp");
        person = new Person(wire, base);
    }

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    @Test
    @DisplayName("AS-U-04: of a page loaded twice both forms work, and the cookie stays as it is")
    void bothTabsWork() {
        Page first = person.open(client.authorizationUri());
        Page second = person.open(client.authorizationUri());
        assertThat(first.answer().headers().allValues("set-cookie")).hasSize(1);
        assertThat(second.answer().headers().allValues("set-cookie")).isEmpty();

        Page firstReview = person.press(first, "continue", Map.of("api_key", KEY));
        Page secondReview = person.press(second, "continue", Map.of("api_key", KEY));
        Page secondAnswer = person.press(secondReview, "allow");
        Page firstAnswer = person.press(firstReview, "allow");

        for (Page answer : List.of(firstAnswer, secondAnswer)) {
            assertThat(client.redeem(client.codeOf(answer.location()))).containsKey("access_token");
        }
        for (Page page : List.of(firstReview, secondReview, firstAnswer, secondAnswer)) {
            assertThat(page.answer().headers().allValues("set-cookie")).isEmpty();
        }
    }

    @Test
    @DisplayName("AS-U-04: a page is of no use in another browser, though that has a cookie too")
    void pageOfAnotherBrowserIsExpired() {
        var stranger = new Person(wire, base);
        stranger.open(client.authorizationUri());
        Page page = person.open(client.authorizationUri());

        Page answer = stranger.press(page, "continue", Map.of("api_key", KEY));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("no longer valid");
        assertThat(person.press(page, "continue", Map.of("api_key", KEY)).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AS-U-03, SEC-01: who allowed a client before is asked again, and for the key too")
    void consentIsNotRemembered() {
        client.redeem(client.codeOf(person.signIn(client.authorizationUri(), KEY)));

        Page again = person.open(client.authorizationUri());

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.has("input[name=api_key]")).isTrue();
    }

    @Test
    @DisplayName("AS-U-05, AS-U-06, AS-U-07, SEC-05: every page has the headers of a page")
    void everyPageHasTheHeaders() {
        everyPage()
                .forEach((name, answer) -> {
                    assertThat(answer.headers().firstValue("content-type"))
                            .as(name)
                            .hasValue("text/html; charset=utf-8");
                    PageHeaders.ALL.forEach((header, value) ->
                            assertThat(answer.headers().allValues(header))
                                    .as(name)
                                    .containsExactly(value));
                });
    }

    @Test
    @DisplayName("AS-U-08: what was typed as key is in no page, URL or cookie")
    void typedKeyComesBackNowhere() {
        Page wrong =
                person.press(
                        person.open(client.authorizationUri()),
                        "continue",
                        Map.of("api_key", WRONG_KEY));
        Page review = person.press(wrong, "continue", Map.of("api_key", KEY));
        Page answer = person.press(review, "allow");

        assertThat(List.of(wrong.status(), review.status(), answer.status()))
                .containsExactly(401, 200, 303);
        for (Page page : List.of(wrong, review, answer)) {
            assertThat(page.answer().body() + page.answer().headers().map())
                    .doesNotContain(KEY, WRONG_KEY);
        }
    }

    @Test
    @DisplayName("AS-A-23, SEC-05: whatever was pressed, the way back is a 303 that no cache keeps")
    void everyWayBackIsA303() {
        for (Page answer : waysBack()) {
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.location().toString()).startsWith(OAuthClient.REDIRECT_URI);
            assertThat(answer.answer().headers().allValues("cache-control"))
                    .containsExactly("no-store");
            assertThat(answer.answer().body()).isEmpty();
        }
    }

    @Test
    @DisplayName("AS-A-25: no page and no way back may be read by scripts of another origin")
    void nothingIsSharedWithOtherOrigins() {
        List<HttpResponse<String>> answers = new ArrayList<>(everyPage().values());
        waysBack().forEach(page -> answers.add(page.answer()));
        for (String path : List.of("/oauth/authorize", "/authorize", "/oauth/callback")) {
            for (String method : List.of("OPTIONS", "HEAD", "GET", "POST", "PUT")) {
                answers.add(
                        wire.send(
                                HttpRequest.newBuilder(URI.create(base + path))
                                        .header("origin", ORIGIN)
                                        .header("access-control-request-method", "POST")
                                        .method(method, BodyPublishers.noBody())));
            }
        }

        assertThat(answers).hasSizeGreaterThan(25);
        for (HttpResponse<String> answer : answers) {
            assertThat(answer.headers().map().keySet())
                    .as(answer.request().method() + " " + answer.uri())
                    .noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    /** A page of each kind that there is, by what brought it about. */
    private Map<String, HttpResponse<String>> everyPage() {
        Map<String, HttpResponse<String>> pages = new LinkedHashMap<>();
        Page key = person.open(client.authorizationUri());
        pages.put("start", open("/"));
        pages.put("API", open("/openapi"));
        pages.put("nothing there", open("/nothing"));
        pages.put("key", key.answer());
        pages.put(
                "wrong key", person.press(key, "continue", Map.of("api_key", WRONG_KEY)).answer());
        pages.put("review", person.press(key, "continue", Map.of("api_key", KEY)).answer());
        pages.put("expired", new Person(wire, base).press(key, "deny").answer());
        pages.put("unknown client", open("/oauth/authorize?client_id=nobody"));
        pages.put("posted from elsewhere", postFromElsewhere());
        pages.put(
                "leave, denied", person.press(person.open(ofUnknownHost("code")), "deny").answer());
        pages.put("leave, refused", person.open(ofUnknownHost("token")).answer());
        return pages;
    }

    private List<Page> waysBack() {
        URI uri = client.authorizationUri();
        Page review = person.press(person.open(uri), "continue", Map.of("api_key", KEY));
        URI faulty = URI.create(uri.toString().replace("response_type=code", "response_type=x"));
        return List.of(
                person.press(person.open(uri), "deny"),
                person.press(review, "deny"),
                person.press(review, "allow"),
                person.open(faulty));
    }

    private HttpResponse<String> open(String path) {
        return person.open(URI.create(base + path)).answer();
    }

    private HttpResponse<String> postFromElsewhere() {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + "/oauth/callback"))
                        .header("accept", "text/html")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("origin", ORIGIN)
                        .POST(BodyPublishers.ofString("decision=deny")));
    }

    /** An authorization request of a client that nobody knows, from a host that nobody knows. */
    private URI ofUnknownHost(String responseType) {
        String redirect = "https://tools.example.com/cb";
        var registered =
                wire.send(
                        HttpRequest.newBuilder(URI.create(base + "/oauth/register"))
                                .header("content-type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"redirect_uris\":[\"" + redirect + "\"]}")));
        String id = registered.body().replaceAll(".*\"client_id\":\"([^\"]+)\".*", "$1");
        var parameters = new LinkedHashMap<>(FormText.query(client.authorizationUri()));
        parameters.putAll(
                Map.of("client_id", id, "redirect_uri", redirect, "response_type", responseType));
        return URI.create(base + "/oauth/authorize?" + FormText.encode(parameters));
    }
}
