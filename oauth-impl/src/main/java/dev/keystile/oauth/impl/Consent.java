package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint and the two pages of consent behind it. */
final class Consent implements Authorization {
    /** How long the second page, and the sealed key in it, is good for. */
    static final Duration REVIEW_LIFE = Duration.ofMinutes(5);

    private static final System.Logger LOG = System.getLogger(Consent.class.getName());

    private final AuthorizationServerSettings settings;
    private final ResourceChoice choice;
    private final ConsentWatch validation;
    private final TransactionSeal seal;
    private final ApiKeyVerifier verifier;
    private final KeyRates rates;
    private final ConsentDecision decision;
    private final LinkedKeys links;
    private final ProviderLogin logins;
    private final ConsentPrompts prompts;
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
        this.settings = settings;
        this.choice = new ResourceChoice(settings.resources());
        this.validation = validation;
        this.seal =
                new TransactionSeal(
                        new Sealer(settings.secret(), MasterSecret.Purpose.FORM), random);
        this.verifier = verifier;
        this.rates = rates;
        this.links = grants.life().accounts().links();
        this.decision = new ConsentDecision(choice, validation, offer, grants, settings.issuer());
        this.logins = logins;
        this.prompts = new ConsentPrompts(choice, settings.consentReview(), logins, offer, clock);
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
                        new ResponseUri(settings.issuer()).error(client, uri, failure, state));
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
            case ConsentStep.Continue typed -> typed(typed, transaction);
            case ConsentStep.Identify identify -> identify(identify, transaction);
            case ConsentStep.Allow allow when allow.tools() != null ->
                    decision.allow(allow, allow.tools(), transaction, now);
            case ConsentStep.Allow unsaid -> chooseAgain(unsaid, transaction);
            case ConsentStep.Deny _ -> decision.deny(transaction);
        };
    }

    private ConsentOutcome typed(ConsentStep.Continue typed, AuthorizationTransaction transaction) {
        return at(typed, transaction, resource -> typed(typed, transaction, resource));
    }

    /** Goes on with the resource that the request named, or else the person chose. */
    private ConsentOutcome at(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            Function<ProtectedResource, ConsentOutcome> goOn) {
        if (transaction.resource() != null) {
            return choice.of(transaction).map(goOn).orElseGet(ConsentOutcome.Expired::new);
        }
        return switch (choice.choose(typed.connector(), typed.userId())) {
            case ResourceChoice.Outcome.Chosen(ProtectedResource resource) -> goOn.apply(resource);
            case ResourceChoice.Outcome.Missing(KeyProblem problem) ->
                    again(typed, transaction, problem);
        };
    }

    private ConsentOutcome identify(
            ConsentStep.Identify step, AuthorizationTransaction transaction) {
        var page =
                new ConsentStep.Continue(
                        step.transaction(), step.browser(), null, step.connector(), step.userId());
        return at(
                page,
                transaction,
                resource ->
                        toProvider(
                                step.language(),
                                page,
                                transaction,
                                transaction.at(resource.uri())));
    }

    private ConsentOutcome toProvider(
            String language,
            ConsentStep.Continue page,
            AuthorizationTransaction transaction,
            AuthorizationTransaction chosen) {
        return switch (logins.begin(
                browser(page), new ProviderLogin.Trip(language, chosen, false))) {
            case LoginStart.To(Secret url) -> new ConsentOutcome.ToProvider(url);
            case LoginStart.Unavailable _ ->
                    again(page, transaction, KeyProblem.IDENTITY_UNAVAILABLE);
        };
    }

    /** Goes on with what the provider said of whoever was sent there. */
    ConsentOutcome returned(
            AuthorizationTransaction transaction, LoginAnswer answer, Secret browser) {
        var step = new ConsentStep.Continue(null, browser, null, null);
        return validation.noted(step, transaction, answered(transaction, answer, browser));
    }

    private ConsentOutcome answered(
            AuthorizationTransaction transaction, LoginAnswer answer, Secret browser) {
        return switch (answer) {
            case LoginAnswer.Identified(Identity identity) ->
                    identified(transaction, identity, browser);
            case LoginAnswer.Nobody nobody ->
                    back(transaction, browser, ProviderLogin.problem(nobody));
        };
    }

    private ConsentOutcome back(
            AuthorizationTransaction transaction, Secret browser, KeyProblem problem) {
        return again(page(transaction, browser, null), transaction, problem);
    }

    private ConsentStep.Continue page(
            AuthorizationTransaction transaction, Secret browser, @Nullable Secret apiKey) {
        Secret sealed = seal.seal(transaction, browser);
        return new ConsentStep.Continue(sealed, browser, apiKey, null);
    }

    private ConsentOutcome identified(
            AuthorizationTransaction asked, Identity identity, Secret browser) {
        Instant until = clock.instant().plus(RequestValidation.PAGE_LIFE);
        var typing = asked.of(new AuthorizationTransaction.SignedIn(identity, false), until);
        ProtectedResource resource = choice.of(asked).orElse(null);
        LinkedKeys.Found found =
                resource == null ? null : links.serving(identity, resource).orElse(null);
        if (resource == null || found == null) {
            return back(typing, browser, KeyProblem.IDENTITY_NOT_LINKED);
        }
        Secret apiKey = found.key().apiKey();
        var linked = asked.of(new AuthorizationTransaction.SignedIn(identity, true), until);
        return typed(page(typing, browser, apiKey), linked, resource);
    }

    private ConsentOutcome typed(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            ProtectedResource resource) {
        Secret apiKey =
                typed.apiKey() == null ? Secret.of("") : Secret.of(typed.apiKey().reveal().strip());
        if (resource.connector().fits(apiKey)) {
            return rates.tooMany(page(typed), resource.connector(), apiKey)
                    .map(limit -> tooMany(typed, transaction, limit))
                    .orElseGet(() -> check(typed, transaction, resource, apiKey));
        }
        if (transaction.keyLinked()) {
            return again(typed, transaction, KeyProblem.IDENTITY_KEY_REJECTED);
        }
        Connector other = choice.otherOf(apiKey, resource.connector());
        return other == null
                ? again(typed, transaction, KeyProblem.MALFORMED)
                : again(typed, transaction, KeyProblem.KEY_OF_ANOTHER, other);
    }

    private ConsentOutcome check(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            Secret apiKey) {
        return switch (verifier.verify(resource.connector(), apiKey, resource.user())) {
            case KeyCheck.Accepted accepted ->
                    accepted(typed, transaction, resource, apiKey, accepted);
            case KeyCheck.Rejected _ -> again(typed, transaction, rejected(transaction));
            case KeyCheck.Unavailable(String detail) ->
                    unavailable(typed, transaction, resource, detail);
        };
    }

    private static KeyProblem rejected(AuthorizationTransaction transaction) {
        return transaction.keyLinked() ? KeyProblem.IDENTITY_KEY_REJECTED : KeyProblem.REJECTED;
    }

    private ConsentOutcome unavailable(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            String detail) {
        UncheckedKey.tell(resource.connector(), detail);
        return again(typed, transaction, KeyProblem.UNAVAILABLE);
    }

    private ConsentOutcome accepted(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            Secret apiKey,
            KeyCheck.Accepted accepted) {
        UserId owner = accepted.owner();
        if (resource.user() != null && owner != null && !owner.equals(resource.user())) {
            return again(typed, transaction, KeyProblem.NOT_THE_OWNER);
        }
        if (!accepted.checked() && !settings.issuer().loopback()) {
            return again(typed, transaction, KeyProblem.NOT_CHECKABLE);
        }
        // Read anew: the upstream took its time, and it is not the person's or the client's.
        Instant now = clock.instant();
        AuthorizationTransaction next =
                transaction.accepted(
                        resource.uri(),
                        new AuthorizationTransaction.AcceptedKey(apiKey, owner),
                        now.plus(REVIEW_LIFE));
        // Whoever came with an identity has not yet seen a button that says that it allows.
        return settings.consentReview() || next.keyLinked()
                ? new ConsentOutcome.Review(
                        prompts.review(
                                next,
                                resource.connector(),
                                accepted,
                                seal.seal(next, browser(typed))))
                : decision.allow(
                        new ConsentStep.Allow(typed.transaction(), typed.browser()),
                        new ToolPolicy.Everything(),
                        next,
                        now);
    }

    private static Secret browser(ConsentStep step) {
        return step.browser() == null ? Secret.of("") : step.browser();
    }

    /** The list of tools is not in the page that was sent: the upstream is asked for it anew. */
    private ConsentOutcome chooseAgain(
            ConsentStep.Allow unsaid, AuthorizationTransaction transaction) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        ProtectedResource resource = choice.of(transaction).orElse(null);
        Secret sealed = unsaid.transaction();
        if (key == null || resource == null || sealed == null) {
            return new ConsentOutcome.Expired();
        }
        var page = new ConsentStep.Continue(sealed, unsaid.browser(), null, null);
        return switch (verifier.verify(resource.connector(), key.apiKey(), resource.user())) {
            case KeyCheck.Accepted accepted ->
                    new ConsentOutcome.ChooseAgain(
                            prompts.review(transaction, resource.connector(), accepted, sealed));
            case KeyCheck.Rejected _ -> again(page, transaction, rejected(transaction));
            case KeyCheck.Unavailable(String detail) ->
                    unavailable(page, transaction, resource, detail);
        };
    }

    private ConsentOutcome again(
            ConsentStep.Continue typed, AuthorizationTransaction transaction, KeyProblem problem) {
        return again(typed, transaction, problem, null);
    }

    private ConsentOutcome again(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            KeyProblem problem,
            @Nullable Connector keyOf) {
        LOG.log(
                System.Logger.Level.INFO,
                "key.refused client={0} reason={1}",
                transaction.client(),
                problem);
        return new ConsentOutcome.AskAgain(prompts.key(transaction, typed, keyOf), problem);
    }

    private ConsentOutcome tooMany(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            LimitDecision.Limited limit) {
        LOG.log(
                System.Logger.Level.WARNING,
                "key.too-many client={0} rule={1}",
                transaction.client(),
                limit.rule().text());
        return new ConsentOutcome.TooMany(prompts.key(transaction, typed, null), limit);
    }

    private static Secret page(ConsentStep.Continue typed) {
        return typed.transaction() == null ? Secret.of("") : typed.transaction();
    }
}
