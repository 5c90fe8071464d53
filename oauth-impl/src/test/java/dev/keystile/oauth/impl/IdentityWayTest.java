package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to the provider and back: one browser, some minutes, no more. */
class IdentityWayTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final Identity SOMEBODY = FakeIdentities.SOMEBODY;

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final IdentityLogin logins = gateway.server.identityLogin();
    private final IdentifiedPerson person = new IdentifiedPerson(gateway);

    @Test
    void theProofOfWhoSomebodyIsEndsAfterFiveMinutes() {
        clients.connect(KEY);
        IdentityStart.To start = person.begin();
        LinkPrompt prompt =
                person.prompt(
                        logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome());
        gateway.clock.forward(ProviderLogin.PROOF_LIFE.minusMillis(1));
        assertThat(logins.link(prompt.proof(), start.browser(), KEY))
                .isInstanceOf(IdentityOutcome.Opened.class);

        gateway.clock.forward(Duration.ofMillis(1));

        assertThat(logins.link(prompt.proof(), start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void theProofIsForOneBrowser() {
        clients.connect(KEY);
        IdentityStart.To start = person.begin();
        LinkPrompt prompt =
                person.prompt(
                        logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome());

        assertThat(logins.link(prompt.proof(), person.begin().browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.link(prompt.proof(), null, KEY)).isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.link(null, start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aStateIsNoProof() {
        clients.connect(KEY);
        IdentityStart.To start = person.begin();
        Secret state = FakeIdentities.back(start.url()).secret("state");

        assertThat(logins.link(state, start.browser(), KEY))
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aSignInOfAnotherBrowserEndsNowhere() {
        IdentityStart.To start = person.begin();
        Parameters answer = FakeIdentities.back(start.url());

        assertThat(logins.finish(answer, person.begin().browser()).outcome())
                .isEqualTo(new IdentityOutcome.Expired());
        assertThat(logins.finish(answer, null).outcome()).isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aSignInEndsAfterTenMinutes() {
        IdentityStart.To start = person.begin();
        gateway.clock.forward(ProviderLogin.LIFE);

        assertThat(logins.finish(FakeIdentities.back(start.url()), start.browser()).outcome())
                .isEqualTo(new IdentityOutcome.Expired());
    }

    @Test
    void aCookieThatWasNotDrawnHereIsReplaced() {
        IdentityStart start = logins.begin(Secret.of("guessed"), "en", false);

        assertThat(((IdentityStart.To) start).browser()).isNotEqualTo(Secret.of("guessed"));
    }

    static List<KeyProblem> refusals() {
        return List.of(
                KeyProblem.IDENTITY_DENIED,
                KeyProblem.IDENTITY_REFUSED,
                KeyProblem.IDENTITY_UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whoIsNotSignedInThereIsNotSignedInHere(KeyProblem problem) {
        clients.connect(KEY);
        person.link(SOMEBODY, KEY);
        gateway.identities.answer = answer(problem);

        assertThat(person.finish()).isEqualTo(new IdentityOutcome.Refused(problem));
    }

    static LoginAnswer answer(KeyProblem problem) {
        return switch (problem) {
            case IDENTITY_DENIED -> new LoginAnswer.Denied("access_denied");
            case IDENTITY_REFUSED -> new LoginAnswer.Refused("nonce");
            default -> new LoginAnswer.Unavailable("timeout");
        };
    }

    @Test
    void aProviderThatIsAwayIsSaid() {
        gateway.identities.away = true;

        assertThat(logins.begin(null, "en", false)).isEqualTo(new IdentityStart.Unavailable());
    }
}
