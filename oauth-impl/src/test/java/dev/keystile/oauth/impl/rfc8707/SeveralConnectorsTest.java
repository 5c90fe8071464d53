package dev.keystile.oauth.impl.rfc8707;

import static dev.keystile.oauth.impl.InMemoryServer.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.impl.FakeVerifier;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One authorization server for several MCP servers. */
class SeveralConnectorsTest {
    private static final Secret NOTES_KEY = Secret.of("notes_0123456789");
    private static final Secret JEAN_KEY = InMemoryServer.API_KEY;

    private final Connector notes =
            InMemoryServer.connector("notes", "notes_", UserIdTrust.CLAIMED);
    private final InMemoryServer gateway = new InMemoryServer(notes);
    private final Connector jean = gateway.resources.defaultConnector();
    private final ClientInformation client = gateway.publicClient();
    private final Form form = gateway.authorization(client);

    @Test
    @DisplayName("RS-T-08: a token of one connector is refused at every URL of the other")
    void aTokenIsForOneConnector() {
        TokenResponse tokens = signIn(gateway.resources.shared(notes).uri(), NOTES_KEY);

        BearerCheck.Allowed allowed =
                (BearerCheck.Allowed)
                        gateway.check(tokens.accessToken(), gateway.resources.shared(notes));
        assertThat(allowed.access().apiKey()).isEqualTo(NOTES_KEY);
        for (var elsewhere :
                List.of(
                        gateway.resources.shared(),
                        gateway.personal("jane"),
                        gateway.resources.personal(notes, new UserId("jane")))) {
            assertThat(gateway.check(tokens.accessToken(), elsewhere))
                    .isEqualTo(new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE));
        }
    }

    @Test
    @DisplayName(
            "AS-R-06: no resource, or the origin: connector and user id are chosen on the page")
    void thePersonChoosesTheConnector() {
        for (Form open : List.of(form.without("resource"), form.with("resource", gateway.BASE))) {
            AuthorizationOutcome.Ask ask = gateway.ask(open);
            assertThat(ask.prompt().choices()).containsExactly(jean, notes);
            assertThat(ask.prompt().subject().connector()).isNull();

            var shared = review(type(ask, NOTES_KEY, "notes", null)).prompt().subject();
            assertThat(shared.connector()).isEqualTo(notes);
            assertThat(shared.resource()).isEqualTo(gateway.resources.shared(notes));
            var personal = review(type(ask, NOTES_KEY, "notes", "jane")).prompt().subject();
            assertThat(personal.resource())
                    .isEqualTo(gateway.resources.personal(notes, new UserId("jane")));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nobody", "NOTES", "oauth"})
    @DisplayName("Without a choice no key is sent anywhere")
    void aConnectorHasToBeChosen(@Nullable String chosen) {
        ConsentOutcome outcome =
                type(gateway.ask(form.without("resource")), JEAN_KEY, chosen, "jane");

        ConsentOutcome.AskAgain again = again(outcome, KeyProblem.NO_CONNECTOR);
        assertThat(again.prompt().choices()).hasSize(2);
        assertThat(again.prompt().subject().connector()).isNull();
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    @DisplayName("AS-R-03: what is chosen does not move a request that named its resource")
    void aBoundRequestIsNotMoved() {
        AuthorizationOutcome.Ask ask = gateway.ask(form);

        assertThat(ask.prompt().choices()).isEmpty();
        assertThat(review(type(ask, JEAN_KEY, "notes", null)).prompt().subject().resource())
                .isEqualTo(gateway.resources.shared());
    }

    @Test
    @DisplayName("A key of another server's shape is named, sent nowhere, and switches nothing")
    void aKeyOfAnotherConnectorIsNoticed() {
        ConsentOutcome.AskAgain bound =
                again(type(gateway.ask(form), NOTES_KEY, null, null), KeyProblem.KEY_OF_ANOTHER);
        assertThat(bound.prompt().keyOf()).isEqualTo(notes);
        assertThat(bound.prompt().subject().connector()).isEqualTo(jean);

        AuthorizationOutcome.Ask open = gateway.ask(form.without("resource"));
        ConsentOutcome.AskAgain chosen =
                again(type(open, NOTES_KEY, "jean", "jane"), KeyProblem.KEY_OF_ANOTHER);
        assertThat(chosen.prompt().subject().connector()).isEqualTo(jean);
        assertThat(chosen.prompt().typedUser()).isEqualTo("jane");
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aKeyThatFitsSeveralOthersIsOnlyMalformed() {
        InMemoryServer three =
                new InMemoryServer(
                        notes, InMemoryServer.connector("old", "notes_0", UserIdTrust.CLAIMED));
        AuthorizationOutcome.Ask ask = three.ask(three.authorization(three.publicClient()));

        again(three.type(ask, NOTES_KEY, null), KeyProblem.MALFORMED);
        again(three.type(ask, Secret.of("notes_1"), null), KeyProblem.KEY_OF_ANOTHER);
    }

    @Test
    @DisplayName("Anything is a key of a server without a prefix, so it is no hint")
    void aServerWithoutPrefixIsNoHint() {
        InMemoryServer open =
                new InMemoryServer(InMemoryServer.connector("any", "", UserIdTrust.CLAIMED));

        again(
                open.type(open.ask(open.authorization(open.publicClient())), NOTES_KEY, null),
                KeyProblem.MALFORMED);
    }

    @Test
    @DisplayName(
            "RS-T-08: a URL that is given to another server lets the old one's tokens in no more")
    void aUrlThatChangesItsServerNeedsANewConsent() {
        TokenResponse tokens = signIn(gateway.resources.shared().uri(), JEAN_KEY);
        var swapped = new ProtectedResources(gateway.resources.issuer(), List.of(notes, jean));
        try (var after = gateway.anotherNode(swapped)) {
            assertThat(after.bearerTokens().check(tokens.accessToken(), swapped.shared()))
                    .isEqualTo(new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE));
            InMemoryServer.refused(
                    after.tokens()
                            .token(
                                    new ClientRequest(
                                            gateway.refresh(client, tokens.refreshToken())
                                                    .parameters(),
                                            null)),
                    OAuthError.INVALID_GRANT);
        }
        InMemoryServer.issued(gateway.token(gateway.refresh(client, tokens.refreshToken())));
    }

    @Test
    @DisplayName("The owner that the server names is a proven user, at the shared URL too")
    void theNamedOwnerIsTheUser() {
        gateway.verifier.answer = FakeVerifier.accepted("jane", true);
        TokenResponse tokens = signIn(gateway.resources.shared(notes).uri(), NOTES_KEY);

        BearerCheck.Allowed allowed =
                (BearerCheck.Allowed)
                        gateway.check(tokens.accessToken(), gateway.resources.shared(notes));
        assertThat(allowed.access().user()).isEqualTo(new UserId("jane"));
    }

    private TokenResponse signIn(String resource, Secret key) {
        String code =
                InMemoryServer.query(gateway.allow(form.with("resource", resource), key, null))
                        .value("code");
        return InMemoryServer.issued(
                gateway.token(gateway.exchange(client, code).with("resource", resource)));
    }

    private ConsentOutcome type(
            AuthorizationOutcome.Ask ask,
            Secret key,
            @Nullable String connector,
            @Nullable String user) {
        return gateway.consent(
                new ConsentStep.Continue(
                        ask.prompt().transaction(), ask.browser(), key, connector, user));
    }

    private static ConsentOutcome.AskAgain again(ConsentOutcome outcome, KeyProblem problem) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.AskAgain.class);
        ConsentOutcome.AskAgain again = (ConsentOutcome.AskAgain) outcome;
        assertThat(again.problem()).isEqualTo(problem);
        return again;
    }
}
