package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives accounts another key at their person's wish. The key has to pass for each what a key passes
 * at consent, and is checked for all before any has it. When the store goes away half-way some have
 * it; it can be repeated.
 */
record KeyExchange(
        Supplier<ProtectedResources> resources,
        ApiKeyVerifier verifier,
        KeyRates rates,
        KeyReplacement replacement) {
    /** What comes of it. */
    sealed interface Outcome {
        /** All of them have it. */
        record Replaced() implements Outcome {}

        /** None of them has got it. */
        record Refused(KeyProblem problem) implements Outcome {}

        /** The same; nothing was checked. */
        record TooMany(LimitDecision.Limited limit) implements Outcome {}
    }

    Outcome replace(List<Account> accounts, Secret apiKey) {
        List<Connector> connectors =
                accounts.stream()
                        .map(this::connector)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        if (!connectors.stream().allMatch(one -> one.fits(apiKey))) {
            return new Outcome.Refused(KeyProblem.MALFORMED);
        }
        Optional<LimitDecision.Limited> limit = rates.tooMany(connectors, apiKey);
        if (limit.isPresent()) {
            return new Outcome.TooMany(limit.get());
        }
        KeyProblem problem = check(accounts, apiKey);
        return problem == null ? take(accounts, apiKey) : new Outcome.Refused(problem);
    }

    private Optional<Connector> connector(Account account) {
        return resources.get().connector(account.connector().value());
    }

    private @Nullable KeyProblem check(List<Account> accounts, Secret apiKey) {
        Set<String> asked = new HashSet<>();
        for (Account account : accounts) {
            Connector connector = connector(account).orElseThrow();
            if (asked.add(connector.id() + " " + account.subject().distinguisher())) {
                KeyProblem problem = check(account, connector, apiKey);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    private @Nullable KeyProblem check(Account account, Connector connector, Secret apiKey) {
        return switch (verifier.verify(connector, apiKey, account.subject().user())) {
            case KeyCheck.Accepted accepted -> problem(accepted, account, connector);
            case KeyCheck.Rejected _ -> KeyProblem.REJECTED;
            case KeyCheck.Unavailable(String detail) -> {
                UncheckedKey.tell(connector, detail);
                yield KeyProblem.UNAVAILABLE;
            }
        };
    }

    private @Nullable KeyProblem problem(
            KeyCheck.Accepted accepted, Account account, Connector connector) {
        Issuer issuer = resources.get().issuer();
        if (!sameOwner(accepted, account, connector)) {
            return KeyProblem.NOT_THE_OWNER;
        }
        return accepted.checked() || issuer.loopback() ? null : KeyProblem.NOT_CHECKABLE;
    }

    /** Whoever is named has to be the account's user; who was named once has to be named again. */
    private static boolean sameOwner(
            KeyCheck.Accepted accepted, Account account, Connector connector) {
        if (accepted.owner() != null) {
            return account.subject().user() == null
                    || accepted.owner().equals(account.subject().user());
        }
        return !(account.subject() instanceof Account.Subject.Proven)
                || connector.userIdTrust() != UserIdTrust.NAMED_BY_UPSTREAM;
    }

    private Outcome take(List<Account> accounts, Secret apiKey) {
        for (Account account : accounts) {
            replacement.replace(account, apiKey);
        }
        return new Outcome.Replaced();
    }
}
