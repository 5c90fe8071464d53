package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Signing in with an identity in place of an API key, on the first page of consent. */
final class ConsentIdentity {
    private final ConsentKey keys;
    private final ResourceChoice choice;
    private final TransactionSeal seal;
    private final LinkedKeys links;
    private final ProviderLogin logins;
    private final InstantSource clock;

    ConsentIdentity(
            ConsentKey keys,
            ResourceChoice choice,
            TransactionSeal seal,
            LinkedKeys links,
            ProviderLogin logins,
            InstantSource clock) {
        this.keys = keys;
        this.choice = choice;
        this.seal = seal;
        this.links = links;
        this.logins = logins;
        this.clock = clock;
    }

    /** Sends the person to the provider. */
    ConsentOutcome identify(ConsentStep.Identify step, AuthorizationTransaction transaction) {
        var page =
                new ConsentStep.Continue(
                        step.transaction(), step.browser(), null, step.connector(), step.userId());
        return keys.at(
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
                ConsentKey.browser(page), new ProviderLogin.Trip(language, chosen, false))) {
            case LoginStart.To(Secret url) -> new ConsentOutcome.ToProvider(url);
            case LoginStart.Unavailable _ ->
                    keys.again(page, transaction, KeyProblem.IDENTITY_UNAVAILABLE);
        };
    }

    /** Goes on with what the provider said of whoever was sent there. */
    ConsentOutcome answered(
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
        return keys.again(page(transaction, browser, null), transaction, problem);
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
        return keys.typed(page(typing, browser, apiKey), linked, resource);
    }
}
