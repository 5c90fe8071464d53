package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization endpoint and the two pages of consent behind it. */
final class Consent implements Authorization {
    /** How long the second page, and the sealed key in it, is good for. */
    static final Duration REVIEW_LIFE = Duration.ofMinutes(5);

    private static final System.Logger LOG = System.getLogger(Consent.class.getName());

    private final AuthorizationServerSettings settings;
    private final ResourceChoice choice;
    private final RequestValidation validation;
    private final TransactionSeal seal;
    private final ApiKeyVerifier verifier;
    private final KeyRates rates;
    private final GrantIssue grants;
    private final ReplacementOffer offer;
    private final InstantSource clock;
    private final SecureRandom random;

    Consent(
            AuthorizationServerSettings settings,
            RequestValidation validation,
            ApiKeyVerifier verifier,
            KeyRates rates,
            GrantIssue grants,
            ReplacementOffer offer,
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
        this.grants = grants;
        this.offer = offer;
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
                        responses().error(client, uri, failure, state));
            }
        };
    }

    @Override
    public ConsentOutcome consent(ConsentStep step) {
        Instant now = clock.instant();
        return seal.open(step.transaction(), step.browser(), now)
                .map(transaction -> take(step, transaction, now))
                .orElseGet(ConsentOutcome.Expired::new);
    }

    private static void tellRefusal(OAuthFailure failure) {
        LOG.log(System.Logger.Level.INFO, "authorization.refused reason={0}", failure.detail());
    }

    private AuthorizationOutcome ask(AuthorizationTransaction transaction, @Nullable Secret known) {
        Secret browser =
                known != null && drawnHere(known)
                        ? known
                        : Secret.of(Base64Url.encode(Crypto.random(random, Crypto.KEY_BYTES)));
        KeyPrompt prompt =
                new KeyPrompt(
                        subject(transaction, null),
                        choices(transaction),
                        null,
                        null,
                        settings.consentReview(),
                        seal.seal(transaction, browser));
        return new AuthorizationOutcome.Ask(prompt, browser);
    }

    /** A cookie of another shape was set by somebody else, perhaps to be guessed. */
    private static boolean drawnHere(Secret browser) {
        return Base64Url.parse(browser.reveal())
                .filter(bytes -> bytes.length == Crypto.KEY_BYTES)
                .isPresent();
    }

    private ConsentOutcome take(
            ConsentStep step, AuthorizationTransaction transaction, Instant now) {
        return switch (step) {
            case ConsentStep.Continue typed -> typed(typed, transaction);
            case ConsentStep.Allow(_, _, ToolPolicy tools, boolean replace) when tools != null ->
                    allow(transaction, tools, replace, now);
            case ConsentStep.Allow unsaid -> chooseAgain(unsaid, transaction);
            case ConsentStep.Deny _ -> deny(transaction);
        };
    }

    private ConsentOutcome typed(ConsentStep.Continue typed, AuthorizationTransaction transaction) {
        String bound = transaction.resource();
        if (bound != null) {
            return choice.named(bound)
                    .map(resource -> typed(typed, transaction, resource))
                    .orElseGet(ConsentOutcome.Expired::new);
        }
        return switch (choice.choose(typed.connector(), typed.userId())) {
            case ResourceChoice.Outcome.Chosen(ProtectedResource resource) ->
                    typed(typed, transaction, resource);
            case ResourceChoice.Outcome.Missing(KeyProblem problem) ->
                    again(typed, transaction, problem);
        };
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
            case KeyCheck.Rejected _ -> again(typed, transaction, KeyProblem.REJECTED);
            case KeyCheck.Unavailable(String detail) ->
                    unavailable(typed, transaction, resource, detail);
        };
    }

    private ConsentOutcome unavailable(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            String detail) {
        LOG.log(
                System.Logger.Level.WARNING,
                "key.unchecked connector={0} reason={1}",
                resource.connector().id(),
                detail);
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
        return settings.consentReview()
                ? new ConsentOutcome.Review(
                        review(
                                next,
                                resource.connector(),
                                accepted,
                                seal.seal(next, browser(typed))))
                : allow(next, new ToolPolicy.Everything(), false, now);
    }

    private ReviewPrompt review(
            AuthorizationTransaction transaction,
            Connector connector,
            KeyCheck.Accepted accepted,
            Secret sealed) {
        return new ReviewPrompt(
                subject(transaction, null),
                accepted.serverName(),
                accepted.tools(),
                accepted.checked(),
                sealed,
                deadKey(transaction.key(), connector));
    }

    private @Nullable DeadKey deadKey(
            AuthorizationTransaction.@Nullable AcceptedKey key, Connector connector) {
        return key == null ? null : offer.of(connector, key.apiKey(), key.owner(), clock.instant());
    }

    private static Secret browser(ConsentStep step) {
        return step.browser() == null ? Secret.of("") : step.browser();
    }

    /** The list of tools is not in the page that was sent: the upstream is asked for it anew. */
    private ConsentOutcome chooseAgain(
            ConsentStep.Allow unsaid, AuthorizationTransaction transaction) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        ProtectedResource resource = named(transaction).orElse(null);
        Secret sealed = unsaid.transaction();
        if (key == null || resource == null || sealed == null) {
            return new ConsentOutcome.Expired();
        }
        var page = new ConsentStep.Continue(sealed, unsaid.browser(), null, null);
        return switch (verifier.verify(resource.connector(), key.apiKey(), resource.user())) {
            case KeyCheck.Accepted accepted ->
                    new ConsentOutcome.ChooseAgain(
                            review(transaction, resource.connector(), accepted, sealed));
            case KeyCheck.Rejected _ -> again(page, transaction, KeyProblem.REJECTED);
            case KeyCheck.Unavailable(String detail) ->
                    unavailable(page, transaction, resource, detail);
        };
    }

    private ConsentOutcome allow(
            AuthorizationTransaction transaction, ToolPolicy tools, boolean replace, Instant now) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        Optional<ProtectedResource> resource = named(transaction);
        if (key == null || resource.isEmpty() || !validation.unchanged(transaction)) {
            return new ConsentOutcome.Expired();
        }
        if (replace) {
            offer.accept(resource.get().connector(), key.apiKey(), key.owner(), now);
        }
        Secret code = grants.issue(transaction, resource.get(), key, tools, now);
        return new ConsentOutcome.Redirect(
                responses().code(transaction.redirectUri(), code, transaction.state()));
    }

    private ConsentOutcome deny(AuthorizationTransaction transaction) {
        LOG.log(System.Logger.Level.INFO, "consent.denied client={0}", transaction.client());
        OAuthFailure denied =
                new OAuthFailure(OAuthError.ACCESS_DENIED, "the person chose not to allow this");
        AuthorizationResponse response =
                responses()
                        .error(
                                transaction.client(),
                                transaction.redirectUri(),
                                denied,
                                transaction.state());
        return new ConsentOutcome.Redirect(response);
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
        return new ConsentOutcome.AskAgain(prompt(typed, transaction, keyOf), problem);
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
        return new ConsentOutcome.TooMany(prompt(typed, transaction, null), limit);
    }

    private KeyPrompt prompt(
            ConsentStep.Continue typed,
            AuthorizationTransaction transaction,
            @Nullable Connector keyOf) {
        return new KeyPrompt(
                subject(transaction, typed.connector()),
                choices(transaction),
                keyOf,
                typed.userId(),
                settings.consentReview(),
                page(typed));
    }

    private static Secret page(ConsentStep.Continue typed) {
        return typed.transaction() == null ? Secret.of("") : typed.transaction();
    }

    /** The connectors to choose from; none when the request named its resource. */
    private List<Connector> choices(AuthorizationTransaction transaction) {
        return transaction.resource() == null ? choice.connectors() : List.of();
    }

    private Optional<ProtectedResource> named(AuthorizationTransaction transaction) {
        return Optional.ofNullable(transaction.resource()).flatMap(choice::named);
    }

    private ConsentSubject subject(
            AuthorizationTransaction transaction, @Nullable String chosenConnector) {
        Optional<RedirectUri> uri = RedirectUri.parse(transaction.redirectUri());
        ProtectedResource resource = named(transaction).orElse(null);
        return new ConsentSubject(
                transaction.asker().name(),
                transaction.client().isUrl() ? transaction.client().host() : null,
                uri.map(RedirectUri::destination).orElse(transaction.redirectUri()),
                uri.map(RedirectUri::onOwnMachine).orElse(false),
                transaction.scope(),
                resource == null ? choice.connector(chosenConnector) : resource.connector(),
                resource);
    }

    private ResponseUri responses() {
        return new ResponseUri(settings.issuer());
    }
}
