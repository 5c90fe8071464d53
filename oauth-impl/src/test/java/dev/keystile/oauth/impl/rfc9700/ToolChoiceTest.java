package dev.keystile.oauth.impl.rfc9700;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tools that a person chooses at consent. */
class ToolChoiceTest {
    private static final ToolPolicy SOME = new ToolPolicy.Named(Set.of("remember"), false);

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(client));

    @Test
    @DisplayName("design 10: what was chosen is what every token of the grant may use")
    void chosenToolsAreThoseOfTheGrant() {
        TokenResponse first = signedIn(ask, SOME);
        TokenResponse next = issued(gateway.token(gateway.refresh(client, first.refreshToken())));

        assertThat(tools(first)).isEqualTo(SOME);
        assertThat(tools(next)).isEqualTo(SOME);
    }

    @Test
    @DisplayName(
            "design 10: a token for reading alone has no more than read-only tools, also after a refresh that narrowed it")
    void scopeNarrowsWhatWasChosen() {
        TokenResponse first = signedIn(ask, SOME);
        var narrower = gateway.refresh(client, first.refreshToken()).and("scope", "mcp:read");

        assertThat(tools(issued(gateway.token(narrower))))
                .isEqualTo(new ToolPolicy.Named(Set.of("remember"), true));
        assertThat(tools(first)).isEqualTo(SOME);
    }

    @Test
    void withoutTheReviewEveryToolIsAllowed() {
        assertThat(tools(gateway.signIn(client))).isEqualTo(new ToolPolicy.Everything());
    }

    @Test
    @DisplayName(
            "design 10: who allows without a usable choice is asked again, and nothing is granted")
    void missingChoiceIsAskedForAgain() {
        Secret page = review(gateway.type(ask)).prompt().transaction();
        gateway.clock.forward(Duration.ofMinutes(4));

        ConsentOutcome outcome = allow(page, null);

        assertThat(outcome).isInstanceOf(ConsentOutcome.ChooseAgain.class);
        ReviewPrompt again = ((ConsentOutcome.ChooseAgain) outcome).prompt();
        assertThat(again.tools()).isEqualTo(review(gateway.type(ask)).prompt().tools());
        assertThat(gateway.ids(Store.Kind.GRANT)).isEmpty();
        redirect(allow(again.transaction(), SOME));
    }

    @Test
    void askingAgainDoesNotMakeThePageLiveLonger() {
        Secret page = review(gateway.type(ask)).prompt().transaction();
        gateway.clock.forward(Duration.ofMinutes(4));
        var again = (ConsentOutcome.ChooseAgain) allow(page, null);
        gateway.clock.forward(Duration.ofMinutes(1));

        assertThat(allow(again.prompt().transaction(), SOME))
                .isInstanceOf(ConsentOutcome.Expired.class);
    }

    @Test
    void keyThatDiedMeanwhileIsAskedForAgain() {
        Secret page = review(gateway.type(ask)).prompt().transaction();

        gateway.verifier.answer = new KeyCheck.Rejected();
        assertProblem(allow(page, null), KeyProblem.REJECTED);
        gateway.verifier.answer = new KeyCheck.Unavailable("down");
        assertProblem(allow(page, null), KeyProblem.UNAVAILABLE);
    }

    @Test
    void choiceBelongsToTheSecondPage() {
        assertThat(allow(ask.prompt().transaction(), null))
                .isInstanceOf(ConsentOutcome.Expired.class);
        assertThat(gateway.verifier.questions).isEmpty();
    }

    private TokenResponse signedIn(AuthorizationOutcome.Ask asked, ToolPolicy tools) {
        Secret page = review(gateway.type(asked)).prompt().transaction();
        String code = query(redirect(allow(page, tools))).value("code");
        return issued(gateway.token(gateway.exchange(client, code)));
    }

    private ConsentOutcome allow(Secret page, @Nullable ToolPolicy tools) {
        return gateway.consent(new ConsentStep.Allow(page, ask.browser(), tools));
    }

    private ToolPolicy tools(TokenResponse tokens) {
        return ((BearerCheck.Allowed) gateway.check(tokens.accessToken())).access().tools();
    }

    private static void assertProblem(ConsentOutcome outcome, KeyProblem problem) {
        assertThat(((ConsentOutcome.AskAgain) outcome).problem()).isEqualTo(problem);
    }
}
