package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API key that a person typed on the first page of consent, and what it leads to. */
final class ConsentKey {
    private static final System.Logger LOG = System.getLogger(ConsentKey.class.getName());

    private final AuthorizationServerSettings settings;
    private final ResourceChoice choice;
    private final TransactionSeal seal;
    private final ApiKeyVerifier verifier;
    private final KeyRates rates;
    private final ConsentDecision decision;
    private final ConsentPrompts prompts;
    private final InstantSource clock;

    ConsentKey(
            AuthorizationServerSettings settings,
            ResourceChoice choice,
            TransactionSeal seal,
            ApiKeyVerifier verifier,
            KeyRates rates,
            ConsentDecision decision,
            ConsentPrompts prompts,
            InstantSource clock) {
        this.settings = settings;
        this.choice = choice;
        this.seal = seal;
        this.verifier = verifier;
        this.rates = rates;
        this.decision = decision;
        this.prompts = prompts;
        this.clock = clock;
    }

    ConsentOutcome typed(ConsentStep.Continue typed, AuthorizationTransaction transaction) {
        return at(typed, transaction, resource -> typed(typed, transaction, resource));
    }

    /** Goes on with the resource that the request named, or else the person chose. */
    ConsentOutcome at(
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

    ConsentOutcome typed(
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
                        now.plus(Consent.REVIEW_LIFE));
        // Whoever came with an identity has not yet seen a button that says that it allows.
        return settings.consentReview() || next.keyLinked()
                ? new ConsentOutcome.Review(
                        prompts.review(
                                next,
                                resource.connector(),
                                accepted,
                                seal.seal(next, browser(typed))))
                : decision.allowAtOnce(typed, transaction, next, now);
    }

    /** The browser it came from; empty when it did not say. */
    static Secret browser(ConsentStep step) {
        return step.browser() == null ? Secret.of("") : step.browser();
    }

    /**
     * The second page may be sent again and again: it counts as the first one with its key does.
     */
    ConsentOutcome allowed(
            ConsentStep.Allow allow, AuthorizationTransaction transaction, Instant now) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        ProtectedResource resource = choice.of(transaction).orElse(null);
        if (key == null || resource == null) {
            return new ConsentOutcome.Expired();
        }
        var page = new ConsentStep.Continue(allow.transaction(), allow.browser(), null, null);
        return rates.tooMany(page(page), resource.connector(), key.apiKey())
                .map(limit -> tooMany(page, transaction, limit))
                .orElseGet(() ->
                        allow.tools() == null
                                ? chooseAgain(page, transaction, resource, key.apiKey())
                                : decision.allow(allow, allow.tools(), transaction, now));
    }

    /** The list of tools is not in the page that was sent: the upstream is asked for it anew. */
    private ConsentOutcome chooseAgain(
            ConsentStep.Continue page,
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            Secret apiKey) {
        return switch (verifier.verify(resource.connector(), apiKey, resource.user())) {
            case KeyCheck.Accepted accepted ->
                    new ConsentOutcome.ChooseAgain(
                            prompts.review(
                                    transaction, resource.connector(), accepted, page(page)));
            case KeyCheck.Rejected _ -> again(page, transaction, rejected(transaction));
            case KeyCheck.Unavailable(String detail) ->
                    unavailable(page, transaction, resource, detail);
        };
    }

    /** The first page once more, with what is wrong. */
    ConsentOutcome again(
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
