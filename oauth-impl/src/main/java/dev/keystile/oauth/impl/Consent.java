package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.LoginAnswer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint and the two pages of consent behind it. */
final class Consent implements Authorization {
    /** How long the second page, and the sealed key in it, is good for. */
    static final Duration REVIEW_LIFE = Duration.ofMinutes(5);

    private static final System.Logger LOG = System.getLogger(Consent.class.getName());

    private final ConsentWatch validation;
    private final TransactionSeal seal;
    private final ConsentPrompts prompts;
    private final ConsentKey keys;
    private final ConsentIdentity identities;
    private final ConsentDecision decision;
    private final ResponseUri responses;
    private final InstantSource clock;
    private final SecureRandom random;

    Consent(
            AuthorizationServerSettings settings,
            ConsentWatch validation,
            ApiKeyVerifier verifier,
            KeyRates rates,
            GrantIssue grants,
            ReplacementOffer offer,
            ProviderLogin logins,
            InstantSource clock,
            SecureRandom random) {
        var choice = new ResourceChoice(settings.resources());
        this.validation = validation;
        this.seal =
                new TransactionSeal(
                        new Sealer(settings.secret(), MasterSecret.Purpose.FORM), random);
        this.prompts = new ConsentPrompts(choice, settings.consentReview(), logins, offer, clock);
        this.decision = new ConsentDecision(choice, validation, offer, grants, settings.issuer());
        this.keys =
                new ConsentKey(settings, choice, seal, verifier, rates, decision, prompts, clock);
        this.identities =
                new ConsentIdentity(
                        keys, choice, seal, grants.life().accounts().links(), logins, clock);
        this.responses = new ResponseUri(settings.issuer());
        this.clock = clock;
        this.random = random;
    }

    @Override
    public AuthorizationOutcome authorize(AuthorizationRequest request) {
        return switch (validation.validate(request.parameters(), clock.instant())) {
            case RequestValidation.Verdict.Valid(AuthorizationTransaction transaction) ->
                    ask(transaction, request.browser());
            case RequestValidation.Verdict.Untrusted(OAuthFailure failure) -> {
                tellRefusal(failure);
                yield new AuthorizationOutcome.Refused(failure);
            }
            case RequestValidation.Verdict.Undescribed(OAuthFailure failure) -> {
                tellRefusal(failure);
                yield new AuthorizationOutcome.Undescribed(failure);
            }
            case RequestValidation.Verdict.Invalid(
                            ClientId client,
                            String uri,
                            Secret state,
                            OAuthFailure failure) -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "authorization.invalid reason={0}",
                        failure.detail());
                yield new AuthorizationOutcome.Redirect(
                        responses.error(client, uri, failure, state));
            }
        };
    }

    @Override
    public ConsentOutcome consent(ConsentStep step) {
        Instant now = clock.instant();
        return seal.open(step.transaction(), step.browser(), now)
                .map(found -> validation.noted(step, found, take(step, found, now)))
                .orElseGet(validation::expired);
    }

    private static void tellRefusal(OAuthFailure failure) {
        LOG.log(System.Logger.Level.INFO, "authorization.refused reason={0}", failure.detail());
    }

    private AuthorizationOutcome ask(AuthorizationTransaction transaction, @Nullable Secret known) {
        Secret browser = BrowserBinding.of(known, random);
        return new AuthorizationOutcome.Ask(
                prompts.key(transaction, seal.seal(transaction, browser)), browser);
    }

    private ConsentOutcome take(
            ConsentStep step, AuthorizationTransaction transaction, Instant now) {
        return switch (step) {
            case ConsentStep.Continue typed -> keys.typed(typed, transaction);
            case ConsentStep.Identify identify -> identities.identify(identify, transaction);
            case ConsentStep.Allow allow -> keys.allowed(allow, transaction, now);
            case ConsentStep.Deny _ -> decision.deny(transaction);
        };
    }

    /** Goes on with what the provider said of whoever was sent there. */
    ConsentOutcome returned(
            AuthorizationTransaction transaction, LoginAnswer answer, Secret browser) {
        var step = new ConsentStep.Continue(null, browser, null, null);
        return validation.noted(
                step, transaction, identities.answered(transaction, answer, browser));
    }
}
