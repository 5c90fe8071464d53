package dev.keystile.oauth.impl;

import static dev.keystile.oauth.api.Doctor.Stage.AUTHORIZE;
import static dev.keystile.oauth.api.Doctor.Stage.CLIENT;
import static dev.keystile.oauth.api.Doctor.Stage.CONSENT;
import static dev.keystile.oauth.api.Doctor.Stage.KEY;
import static dev.keystile.oauth.api.Doctor.Stage.MCP;
import static dev.keystile.oauth.api.Doctor.Stage.SERVER_METADATA;
import static dev.keystile.oauth.api.Doctor.Stage.TOKEN;
import static dev.keystile.oauth.api.Doctor.Stage.TOOLS_CALL;
import static dev.keystile.oauth.api.Doctor.Stage.TOOLS_LIST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an attempt came to. */
class DiagnosisTest {
    private final Prints prints = new Prints().of("app");

    private static String cause(Attempt attempt) {
        return Objects.requireNonNull(attempt.finding()).cause();
    }

    @Test
    void anAttemptIsUnderWayUntilTenMinutesWithoutAStepHavePassed() {
        prints.good(CLIENT, AUTHORIZE, KEY).with("g1").good(CONSENT);
        Instant end = prints.now().plus(Diagnosis.PATIENCE);

        Attempt before = prints.attempts(end.minusNanos(1)).getFirst();
        Attempt after = prints.attempts(end).getFirst();

        assertThat(before.outcome()).isEqualTo(Outcome.UNDERWAY);
        assertThat(after.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(cause(before)).isEqualTo("callback-blocked");
        assertThat(cause(after)).isEqualTo("callback-blocked");
    }

    @Test
    void aClientThatCallsIsConnected() {
        prints.good(AUTHORIZE).with("g1").good(CONSENT, TOKEN);
        assertThat(prints.attempt().outcome()).isEqualTo(Outcome.UNDERWAY);

        prints.good(MCP);
        assertThat(prints.attempt().outcome()).isEqualTo(Outcome.CONNECTED);
        assertThat(prints.attempt().finding()).isNull();
    }

    @Test
    void theFirstThingThatWentWrongIsTold() {
        prints.bad(KEY, "REJECTED").bad(CONSENT, "denied");

        assertThat(prints.attempt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(prints.attempt().reached()).isNull();
        assertThat(cause(prints.attempt())).isEqualTo("key-refused");
    }

    @Test
    void whatALaterStepMadeGoodIsNotTold() {
        prints.good(AUTHORIZE).bad(KEY, "REJECTED").good(KEY).bad(CONSENT, "denied");

        assertThat(cause(prints.attempt())).isEqualTo("denied");
    }

    @Test
    void anEarlierStageMakesNothingGood() {
        prints.with("g1")
                .good(CONSENT, TOKEN, MCP, TOOLS_CALL)
                .bad(TOOLS_CALL, "404 client_error tools/call in a session")
                .good(MCP, TOOLS_LIST);
        assertThat(cause(prints.attempt())).isEqualTo("session-lost");

        prints.good(TOOLS_CALL);
        assertThat(prints.attempt().outcome()).isEqualTo(Outcome.CONNECTED);
    }

    @Test
    void aBadTokenIsNotTheMatterAnyMoreWhenItsClientSignsInAnew() {
        prints.of(null).bad(MCP, "401 token REVOKED").good(SERVER_METADATA);
        assertThat(cause(prints.attempt())).isEqualTo("token-revoked");

        prints.of("app").good(CLIENT);
        assertThat(prints.attempt().outcome()).isEqualTo(Outcome.UNDERWAY);
        assertThat(cause(prints.attempt())).isEqualTo("silent-after-client");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AUTHORIZE  | invalid_request: redirect_uri is not one that the client registered (client a) | wrong-redirect
                    AUTHORIZE  | invalid_request: code_challenge is missing; PKCE is required | no-pkce
                    AUTHORIZE  | invalid_client: this client is not registered here; register it again | stale-client
                    AUTHORIZE  | invalid_target: resource must name one MCP URL of this server | unknown-resource
                    AUTHORIZE  | 429 authorize-network                        | too-many-requests
                    AUTHORIZE  | invalid_request: response_type is missing    | request-refused
                    CLIENT     | document: 403                                | document-unreadable
                    CLIENT     | invalid_redirect_uri: javascript             | redirect-not-taken
                    CLIENT     | invalid_client_metadata: jwks                | registration-refused
                    KEY        | REJECTED                                     | key-refused
                    KEY        | MALFORMED                                    | key-malformed
                    KEY        | MALFORMED_USER_ID                            | not-the-owner
                    KEY        | UNAVAILABLE                                  | key-not-checked
                    KEY        | NOT_CHECKABLE                                | key-not-checkable
                    KEY        | TOO_MANY                                     | too-many-requests
                    KEY        | page expired                                 | page-expired
                    CONSENT    | denied                                       | denied
                    TOKEN      | invalid_client: unknown client: the client is not known here, or its secret is wrong | stale-client
                    TOKEN      | invalid_client: the client is not known here, or its secret is wrong | client-not-proven
                    TOKEN      | invalid_grant: WRONG_VERIFIER                | code-of-another
                    TOKEN      | invalid_grant: EXPIRED                       | code-over
                    TOKEN      | invalid_grant: replayed                      | code-twice
                    TOKEN      | invalid_grant: repeated at once              | code-at-once
                    TOKEN      | ended: a refresh token came again            | token-twice
                    TOKEN      | invalid_grant at refresh: dead key           | key-dead
                    TOKEN      | invalid_grant at refresh: the account is gone | connection-over
                    TOKEN      | unsupported_grant_type: password             | token-request-refused
                    MCP        | 401 token WRONG_RESOURCE                     | wrong-audience
                    MCP        | 401 token KEY_DEAD                           | key-dead
                    MCP        | key died                                     | key-dead
                    MCP        | 401 token REVOKED                            | token-revoked
                    MCP        | 401 token UNKNOWN                            | token-unknown
                    MCP        | 401 token FOREIGN                            | token-foreign
                    MCP        | 429 token FOREIGN                            | too-many-requests
                    MCP        | 400 malformed Authorization                  | authorization-malformed
                    MCP        | 403 scope of the token                       | scope-short
                    MCP        | 503 the store is away                        | store-away
                    TOOLS_LIST | 502 server_error tools/list                  | upstream-down
                    MCP        | 503 server_error initialize                  | upstream-down
                    TOOLS_CALL | 504 timeout tools/call                       | upstream-silent
                    TOOLS_CALL | 404 client_error tools/call in a session     | session-lost
                    TOOLS_LIST | 400 client_error tools/list in a session     | session-lost
                    TOOLS_CALL | 404 client_error tools/call                  | call-refused
                    TOOLS_CALL | 200 abandoned tools/call                     | client-left
                    TOOLS_CALL | 400 client_error tools/call                  | call-refused
                    CHALLENGE  | something new                                | unclear
                    """)
    void whatWentWrongHasItsCause(Stage stage, String evidence, String cause) {
        prints.bad(stage, evidence);

        assertThat(cause(prints.attempt())).isEqualTo(cause);
    }

    @ParameterizedTest
    @EnumSource
    void silenceAfterEachStageHasItsCauseUntilAClientCalls(Stage stage) {
        prints.good(stage);
        Attempt attempt = prints.attempts(prints.now().plus(Duration.ofHours(1))).getFirst();

        if (stage.compareTo(MCP) < 0) {
            assertThat(attempt.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(cause(attempt)).matches("silent-after-.*|callback-blocked");
        } else {
            assertThat(attempt.outcome()).isEqualTo(Outcome.CONNECTED);
        }
    }

    static Stream<Finding> rows() {
        return Stream.concat(
                Stream.of(Cause.values()).map(Cause::finding),
                Stream.of(Silence.values()).map(Silence::finding));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theHandbookHasEachRowOfTheTable(Finding row) throws IOException {
        String handbook = Files.readString(Path.of("..", "docs", "doctor.md"));

        assertThat(handbook)
                .contains(
                        "| `%s` | %s | %s %s | %s |"
                                .formatted(
                                        row.cause(),
                                        row.side().text(),
                                        row.meaning(),
                                        row.remedy(),
                                        row.clients())
                                .replace("  |", " |"));
    }
}
