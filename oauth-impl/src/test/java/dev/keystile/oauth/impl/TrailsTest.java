package dev.keystile.oauth.impl;

import static dev.keystile.oauth.api.Doctor.Stage.AUTHORIZE;
import static dev.keystile.oauth.api.Doctor.Stage.CHALLENGE;
import static dev.keystile.oauth.api.Doctor.Stage.CLIENT;
import static dev.keystile.oauth.api.Doctor.Stage.CONSENT;
import static dev.keystile.oauth.api.Doctor.Stage.KEY;
import static dev.keystile.oauth.api.Doctor.Stage.MCP;
import static dev.keystile.oauth.api.Doctor.Stage.RESOURCE_METADATA;
import static dev.keystile.oauth.api.Doctor.Stage.SERVER_METADATA;
import static dev.keystile.oauth.api.Doctor.Stage.TOKEN;
import static dev.keystile.oauth.api.Doctor.Stage.TOOLS_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Stage;
import dev.keystile.oauth.api.Doctor.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which steps belong together. */
class TrailsTest {
    private static final Duration A_BIT = Duration.ofMillis(1);

    private final Prints prints = new Prints();

    private static List<Stage> stages(Attempt attempt) {
        return attempt.steps().stream().map(Step::stage).toList();
    }

    private Prints discovery() {
        return prints.of(null).good(CHALLENGE, RESOURCE_METADATA, SERVER_METADATA);
    }

    private void signIn(String client, String grant) {
        discovery().of(client).good(CLIENT, AUTHORIZE, KEY).with(grant).good(CONSENT, TOKEN, MCP);
    }

    @Test
    void aWholeConnectionIsOneAttempt() {
        signIn("app", "g1");

        assertThat(prints.attempts()).hasSize(1);
        assertThat(prints.attempt().client()).isEqualTo("app");
        assertThat(prints.attempt().grant()).isEqualTo("g1");
        assertThat(stages(prints.attempt()))
                .containsExactly(
                        CHALLENGE,
                        RESOURCE_METADATA,
                        SERVER_METADATA,
                        CLIENT,
                        AUTHORIZE,
                        KEY,
                        CONSENT,
                        TOKEN,
                        MCP);
    }

    @Test
    void twoClientsOfOneNetworkAreTwoAttempts() {
        signIn("app", "g1");
        signIn("other", "g2");

        assertThat(prints.attempts()).extracting(Attempt::client).containsExactly("other", "app");
    }

    @Test
    void aHostedClientAndTheBrowserOfItsPersonAreOneAttempt() {
        discovery().from(Prints.CLOUD).of("app").good(CLIENT);
        prints.from(Prints.HOME).good(AUTHORIZE, KEY).with("g1").good(CONSENT);
        prints.from(Prints.CLOUD).good(TOKEN, MCP);

        assertThat(prints.attempts()).hasSize(1);
    }

    @Test
    void whatAHostedClientReadIsFoundWhenItComesForItsCode() {
        prints.from(Prints.CLOUD);
        discovery();
        prints.from(Prints.HOME).of("app").good(AUTHORIZE, KEY).with("g1").good(CONSENT);
        assertThat(prints.attempts()).hasSize(2);

        prints.from(Prints.CLOUD).good(TOKEN);

        assertThat(prints.attempts()).hasSize(1);
        assertThat(stages(prints.attempt()).getFirst()).isEqualTo(CHALLENGE);
    }

    @Test
    void twoPeopleWithOneClientIdAreToldApartByTheirBrowsers() {
        prints.of("app").good(AUTHORIZE).from(Prints.CLOUD).good(AUTHORIZE, KEY);
        prints.from(Prints.HOME).good(KEY).with("g1").good(CONSENT);

        assertThat(prints.attempts())
                .extracting(TrailsTest::stages)
                .containsExactly(List.of(AUTHORIZE, KEY), List.of(AUTHORIZE, KEY, CONSENT));
    }

    @Test
    void aConnectedClientThatAsksAgainMakesANewAttempt() {
        signIn("app", "g1");
        signIn("app", "g2");

        assertThat(prints.attempts()).extracting(Attempt::grant).containsExactly("g2", "g1");
    }

    @Test
    void aStepWithoutAClientBelongsToWhatCameTenMinutesBeforeAndNoMore() {
        discovery().after(Trails.ANONYMOUS_GAP).good(SERVER_METADATA);
        assertThat(prints.attempts()).hasSize(1);

        prints.after(Trails.ANONYMOUS_GAP.plus(A_BIT)).good(SERVER_METADATA);
        assertThat(prints.attempts()).hasSize(2);
    }

    @Test
    void aStepOfAClientBelongsToWhatCameAnHourBeforeAndNoMore() {
        prints.of("app").good(AUTHORIZE).after(Trails.CLIENT_GAP).good(KEY);
        assertThat(prints.attempts()).hasSize(1);

        prints.after(Trails.CLIENT_GAP.plus(A_BIT)).good(KEY);
        assertThat(prints.attempts()).hasSize(2);
    }

    @Test
    void anotherUrlIsAnotherAttempt() {
        discovery();
        prints.at("https://mcp.example.com/other/mcp").good(CHALLENGE);

        assertThat(prints.attempts()).hasSize(2);
    }

    @Test
    void whatIsReadAgainBeforeARefreshIsNoAttempt() {
        signIn("app", "g1");
        prints.after(Duration.ofHours(2)).of(null).good(SERVER_METADATA);
        assertThat(prints.attempts()).hasSize(2);

        prints.of("app").with("g1").good(TOKEN);
        assertThat(prints.attempts()).hasSize(1);

        var alone = new Prints().good(SERVER_METADATA).of("app").with("old").good(TOKEN);
        assertThat(alone.attempts()).isEmpty();
    }

    @Test
    void troubleOfAnOldConnectionIsAnAttemptAndItsSuccessIsNone() {
        prints.of("app").with("old").good(TOOLS_CALL);
        assertThat(prints.attempts()).isEmpty();

        prints.bad(TOOLS_CALL, "502 server_error tools/call").good(TOOLS_CALL);
        assertThat(prints.attempts()).hasSize(1);
    }

    @Test
    void furtherStepsThanSixtyAreOnlyCounted() {
        discovery();
        for (int i = 3; i < Trail.MOST; i++) {
            prints.good(SERVER_METADATA);
        }
        assertThat(prints.attempt().left()).isZero();

        prints.good(SERVER_METADATA);

        assertThat(prints.attempt().steps()).hasSize(Trail.MOST);
        assertThat(prints.attempt().left()).isEqualTo(1);
    }

    @Test
    void ofOneNetworkTheLatestAttemptsAreKept() {
        prints.good(CHALLENGE);
        for (int i = 0; i < Trails.MOST_OF_NETWORK; i++) {
            prints.of("client" + i).good(AUTHORIZE);
        }
        prints.from(Prints.CLOUD).of("elsewhere").good(AUTHORIZE);

        assertThat(prints.attempts())
                .hasSize(Trails.MOST_OF_NETWORK + 1)
                .noneMatch(attempt -> attempt.client() == null);
    }
}
