package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Doctor.Stage;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Event.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events say of attempts. */
class FootprintsTest {
    private final Footprints footprints = new Footprints(MovedClock.START, Prints.HOME);

    private Footprint only(Event event) {
        return footprints.of(event).orElseThrow();
    }

    private static Event.Called call(String method, Outcome outcome, int status) {
        var call = AnalyticsContract.call("", "ann", outcome, 1);
        return new Event.Called(
                call.connector(),
                call.resource(),
                call.caller(),
                method,
                "",
                outcome,
                status,
                call.duration(),
                method.equals("tools/call"),
                false);
    }

    @Test
    void nothingIsKeptOfAnUriThatMayHoldASecret() {
        Footprint print =
                only(
                        new Event.NotAsked(
                                "c\u0007",
                                "https://me:pass@app.example/cb?code=secret#token",
                                "https://mcp.example.com/mcp?key=secret",
                                "invalid_request",
                                "redirect_uri is not one that the client registered",
                                false));

        assertThat(print.redirectUri()).isEqualTo("https://app.example/cb");
        assertThat(print.resource()).isEqualTo("https://mcp.example.com/mcp");
        assertThat(print.client()).isEqualTo("c?");
        assertThat(print.evidence()).endsWith("sent: https://app.example/cb");
        assertThat(print.toString()).doesNotContain("secret", "pass", "token");
    }

    @Test
    void whatIsSentIsCut() {
        String longest = "x".repeat(Footprints.LONGEST);

        assertThat(only(new Event.ClientUnresolved(longest + "y", "why")).client())
                .isEqualTo(longest);
    }

    @ParameterizedTest
    @CsvSource({
        "initialize, OK, 200, MCP, false",
        "tools/list, OK, 200, TOOLS_LIST, false",
        "tools/list, RPC_ERROR, 200, TOOLS_LIST, true",
        "tools/call, TOOL_ERROR, 200, TOOLS_CALL, false",
        "tools/call, RPC_ERROR, 200, TOOLS_CALL, false",
        "tools/call, CLIENT_ERROR, 404, TOOLS_CALL, true",
        "server/discover, CLIENT_ERROR, 404, MCP, false",
        "server/discover, SERVER_ERROR, 502, MCP, true"
    })
    void callsAreStepsAndSomeOfTheirErrorsAreNone(
            String method, Outcome outcome, int status, Stage stage, boolean failed) {
        Footprint print = only(call(method, outcome, status));

        assertThat(print.stage()).isEqualTo(stage);
        assertThat(print.failed()).isEqualTo(failed);
        assertThat(print.evidence()).contains(status + " ", method);
        assertThat(print.grant()).isEqualTo("grant");
    }

    @Test
    void callsWithKeysAndQuietStreamsAreNoSteps() {
        assertThat(footprints.of(call("", Outcome.OK, 200))).isEmpty();
        assertThat(footprints.of(call("subscriptions/listen", Outcome.ABANDONED, 200))).isEmpty();
        assertThat(footprints.of(challenged(401, "no API key"))).isEmpty();
    }

    private static Event.Challenged challenged(int status, String why) {
        return new Event.Challenged(new ConnectorId("jean"), Prints.URL, status, why);
    }

    @Test
    void beingAskedToSignInIsNoFailureAndABadTokenIs() {
        assertThat(only(challenged(401, "no token")).failed()).isFalse();
        assertThat(only(challenged(401, "token EXPIRED")).failed()).isFalse();
        assertThat(only(challenged(401, "token WRONG_RESOURCE")).failed()).isTrue();
    }

    @Test
    void anEndThatSomebodyWantedIsNoFailure() {
        var grant = new GrantId("grant");
        for (Event.EndedBy by : Event.EndedBy.values()) {
            boolean unwanted =
                    by == Event.EndedBy.CODE_REPLAYED || by == Event.EndedBy.TOKEN_REUSED;
            assertThat(only(new Event.GrantEnded(grant, by)).failed()).isEqualTo(unwanted);
        }
    }

    @Test
    void theKeyOfALimitIsNotKept() {
        assertThat(only(new Event.Limited(LimitRule.KEY_NETWORK, "someone")).toString())
                .contains("429 key-network")
                .doesNotContain("someone");
        assertThat(footprints.of(new Event.Limited(LimitRule.MCP_GRANT, "grant"))).isEmpty();
    }

    @Test
    void ofSeveralRedirectUrisNoneIsTheClients() {
        assertThat(registered("https://a.example/cb").redirectUri()).isNotNull();
        assertThat(registered("https://a.example/cb", "https://b.example/cb").redirectUri())
                .isNull();
    }

    private Footprint registered(String... uris) {
        return only(new Event.ClientRegistered(new ClientId("app"), List.of(uris)));
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        List<Footprint> all =
                List.of(
                        only(call("tools/list", Outcome.TIMEOUT, 504)),
                        only(new Event.Discovered(null)),
                        registered("https://a.example/cb"));
        var codec = new FootprintCodec();

        assertThat(codec.read("id", codec.write(all).build())).isEqualTo(all);
        assertThat(Optional.of(all.get(1)).map(Footprint::anonymous)).contains(true);
    }
}
