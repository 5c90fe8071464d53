package dev.keystile.app;

import static dev.keystile.app.flow.Operators.ADMIN;
import static dev.keystile.app.flow.Operators.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.FormText;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Operators;
import dev.keystile.app.flow.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the administration, as a browser uses them. */
class AdminPagesTest {

    private final MovableClock clock = new MovableClock();
    private final OpenGateway gateway = OpenGateway.onLoopback(clock, Operators.both());
    private final Wire wire = new Wire();
    private final Connection connection = Connection.made(wire, gateway.base());
    private String cookie = "";

    @AfterEach
    void stop() {
        wire.close();
        gateway.close();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(gateway.managementBase() + path));
        return cookie.isEmpty() ? request : request.header("cookie", cookie);
    }

    private HttpResponse<String> get(String path) {
        return wire.send(request(path).GET());
    }

    private Document page(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private HttpResponse<String> post(Map<String, String> form, String... from) {
        return wire.send(
                request("/admin")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .header("sec-fetch-site", from.length == 0 ? "same-origin" : from[0])
                        .POST(BodyPublishers.ofString(FormText.encode(form))));
    }

    private void signIn(String token) {
        HttpResponse<String> answer = post(Map.of("decision", "sign-in", "token", token));
        assertThat(answer.statusCode()).isEqualTo(303);
        String set = answer.headers().firstValue("set-cookie").orElseThrow();
        assertThat(set).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain(token);
        cookie = set.substring(0, set.indexOf(';'));
    }

    /** Presses the button of this label in the only row that has one. */
    private HttpResponse<String> press(Document page, String label) {
        Element button =
                page.select("button").stream()
                        .filter(one -> one.text().equals(label))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> form = new HashMap<>(Map.of("decision", button.attr("value")));
        button.closest("form")
                .select("input")
                .forEach(one -> form.put(one.attr("name"), one.val()));
        return post(form);
    }

    @Test
    void whoHasNoSessionIsAskedForAToken() {
        assertThat(page("/admin/grants").select("input[name=token]")).hasSize(1);
        assertThat(post(Map.of("decision", "sign-in", "token", "wrong")).statusCode())
                .isEqualTo(401);
        assertThat(get("/static/admin.css").statusCode()).isEqualTo(200);
        assertThat(get("/static/nothing.css").statusCode()).isEqualTo(404);
    }

    static List<String> pages() {
        return Operators.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageShowsItselfAndNoSecret(String path) {
        signIn(ADMIN);

        Document page = page("/admin" + path);

        assertThat(page.select("[aria-current=page]").attr("href")).isEqualTo("/admin" + path);
        assertThat(page.select("nav a").eachAttr("href"))
                .isEqualTo(Operators.pages().stream().map(each -> "/admin" + each).toList());
        assertThat(page.select("script, [style]")).isEmpty();
        assertThat(page.html())
                .doesNotContain(
                        "jean_sk_demo_1", ADMIN, connection.tokens().getString("access_token"));
    }

    @Test
    void theOverviewHasFiguresAndCharts() {
        signIn(VIEWER);

        Document page = page("/admin");

        assertThat(tile(page, "Grants")).isEqualTo("1");
        assertThat(tile(page, "Store")).isEqualTo("up");
        assertThat(page.select("svg.chart")).hasSize(1);
        assertThat(page.select("svg.chart").getFirst().select("g")).hasSize(48);
        assertThat(page.select(".funnel li")).hasSize(8);
    }

    private static String tile(Document page, String name) {
        return page.select(".tiles div").stream()
                .filter(one -> one.select("dt").text().equals(name))
                .map(one -> one.select("dd").text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAttemptThatFailedIsFoundAndTold() {
        Wire other = new Wire();
        other.send(
                HttpRequest.newBuilder(
                        URI.create(
                                gateway.base()
                                        + "/oauth/authorize?client_id=long-gone&response_type=code")));
        other.close();
        signIn(VIEWER);

        Document all = page("/admin/doctor?outcome=failed&client=long-gone");
        assertThat(all.select("tbody tr")).hasSize(1);
        assertThat(all.select("tbody").text()).contains("failed", "stale-client");
        Document one = page(all.select("tbody a").attr("href"));

        assertThat(one.select(".trouble").text())
                .contains("stale-client", "What usually mends it, by whoever makes the client");
        assertThat(one.select("tbody").text()).contains("authorize");
        assertThat(page("/admin/doctor?outcome=connected&client=long-gone").select("tbody tr"))
                .isEmpty();
        assertThat(page("/admin/doctor?attempt=none").text()).contains("No attempt has this id");
    }

    @Test
    void theAnalyticsHaveABarForEachHourOrDay() {
        signIn(VIEWER);

        Document hours = page("/admin/analytics");
        Document days = page("/admin/analytics?in=14d&by=account");

        assertThat(hours.select("svg.chart")).hasSize(5);
        assertThat(hours.select("svg.chart").getFirst().select("g")).hasSize(48);
        assertThat(days.select("svg.chart").getFirst().select("g")).hasSize(14);
        assertThat(days.select("[selected]").eachText()).containsExactly("14 days", "account");
        assertThat(page("/admin/analytics?in=ever&by=mood").select("svg.chart")).hasSize(5);
    }

    @Test
    void anOverrideIsSetAndTakenBackOnThePage() {
        signIn(ADMIN);

        HttpResponse<String> set = fill("/admin/limits?rule=mcp-account", "quota", "2/m");
        assertThat(set.headers().firstValue("location")).contains("/admin/limits?done=yes");
        Document page = page("/admin/limits");
        assertThat(page.select("section").get(1).text()).contains("mcp-account", "2/60s until");
        HttpResponse<String> wrong = fill("/admin/limits", "quota", "much");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(Jsoup.parse(wrong.body()).select("[role=alert]").text())
                .contains("Nothing was changed", "60/1h");

        press(page, "Take back mcp-account");

        assertThat(page("/admin/limits").select("section").get(1).text()).contains("nothing");
        assertThat(page("/admin/audit").text()).contains("limit.override", "limit.remove-override");
    }

    @Test
    void aLevelOfTheLogIsSetAndTakenBackOnThePage() {
        signIn(ADMIN);

        fill("/admin/logs", "logger", "dev.keystile.app.http");
        Document page = page("/admin/logs");
        assertThat(page.select("tbody").text()).contains("dev.keystile.app.http debug");
        press(page, "Take back dev.keystile.app.http");

        assertThat(page("/admin/logs").select("tbody")).isEmpty();
        assertThat(fill("/admin/logs", "logger", "io.helidon").statusCode()).isEqualTo(400);
    }

    /** Fills in a field of the last form of a page, and sends that as it is. */
    private HttpResponse<String> fill(String path, String field, String value) {
        Element form = page(path).select("main form").getLast();
        Map<String, String> sent = new HashMap<>();
        form.select("input").forEach(one -> sent.put(one.attr("name"), one.val()));
        form.select("select")
                .forEach(one -> sent.put(one.attr("name"), one.select("[selected]").val()));
        sent.put("decision", form.select("button").val());
        sent.put(field, value);
        return post(sent);
    }

    @Test
    void aGrantIsEndedByAButtonAndThePageSaysSo() {
        assertThat(connection.calling().statusCode()).isEqualTo(200);
        signIn(ADMIN);

        HttpResponse<String> answer = press(page("/admin/grants"), "End the grant of Test client");

        assertThat(answer.headers().firstValue("location")).contains("/admin/grants?done=yes");
        assertThat(connection.calling().statusCode()).isEqualTo(401);
        Document after = page("/admin/grants?done=yes");
        assertThat(after.select("[role=status]").text()).isEqualTo("Done.");
        assertThat(after.select("tbody button")).isEmpty();
        assertThat(page("/admin/audit").text()).contains("grant.revoke", "operator.sign-in");
    }

    @Test
    void clientsOfOneNameAreOneLine() {
        Connection.made(wire, gateway.base());
        signIn(ADMIN);

        Document page = page("/admin/clients");

        assertThat(page.select("tbody tr")).hasSize(1);
        assertThat(page.select("summary").text()).isEqualTo("2 alike");
        assertThat(page.select("details button")).hasSize(2);
        assertThat(page("/admin/clients?search=nothing").select("tbody tr")).isEmpty();
    }

    @Test
    void aViewerSeesNoButtonsAndCannotPostThem() {
        signIn(VIEWER);
        Document page = page("/admin/grants");

        assertThat(page.select("tbody tr")).hasSize(1);
        assertThat(page.select("tbody button")).isEmpty();
        String session = page.select("input[name=page]").getFirst().val();
        assertThat(
                        post(Map.of("decision", "grant.revoke", "id", "any", "page", session))
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void anotherSitesFormAndAnotherSessionsPageDoNothing() {
        signIn(ADMIN);
        String session = page("/admin").select("input[name=page]").getFirst().val();
        Map<String, String> form = Map.of("decision", "grant.revoke", "id", "any", "page", session);

        assertThat(post(form, "cross-site").statusCode()).isEqualTo(403);
        assertThat(post(form, "same-site").statusCode()).isEqualTo(403);
        signIn(ADMIN);
        assertThat(post(form).statusCode()).isEqualTo(401);
    }

    @Test
    void theCookieReadsTheApiAndChangesNothingFromElsewhere() {
        signIn(ADMIN);

        assertThat(get("/admin/api/grants").statusCode()).isEqualTo(200);
        assertThat(get("/admin/api/grants.csv").statusCode()).isEqualTo(200);
        assertThat(revoking("cross-site")).isEqualTo(403);
        assertThat(revoking("same-origin")).isEqualTo(404);
    }

    private int revoking(String site) {
        return wire.send(
                        request("/admin/api/grant/revoke")
                                .header("content-type", "application/x-www-form-urlencoded")
                                .header("sec-fetch-site", site)
                                .POST(BodyPublishers.ofString("id=none")))
                .statusCode();
    }

    @Test
    void aSessionEndsAfterHalfAnHourToTheVeryInstant() {
        signIn(ADMIN);
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(page("/admin").select("input[name=token]")).isEmpty();

        clock.advance(Duration.ofMillis(1));

        assertThat(page("/admin").select("input[name=token]")).hasSize(1);
        assertThat(get("/admin/api/grants").statusCode()).isEqualTo(401);
    }

    @Test
    void whoSignsOutHasNoCookieAnyMore() {
        signIn(ADMIN);

        HttpResponse<String> answer = press(page("/admin"), "Sign out");

        assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("1970");
    }
}
