package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one rule for a good access token, whether what it rests on is looked up in the near caches or
 * in the store.
 */
record AccessRule(
        Function<String, Optional<Client>> clients,
        Function<String, Optional<Account>> accounts,
        InstantSource clock) {
    /** What the rule says. */
    sealed interface Verdict {
        /** Good; for which resource is the grant's. */
        record Good(Stage.Access access, String clientName, Account account) implements Verdict {}

        /** It would be good, if the upstream still accepted the API key behind it. */
        record KeyDead(Good otherwise) implements Verdict {}

        /** Not good. */
        record Bad(BearerProblem problem) implements Verdict {}
    }

    Verdict judge(Credential token, Grant grant) {
        return switch (grant.stage()) {
            case Stage.Active active ->
                    active.access(token.digest())
                            .map(access -> judge(access, grant))
                            .orElseGet(() -> bad(BearerProblem.UNKNOWN));
            case Stage.AwaitingExchange _ -> bad(BearerProblem.UNKNOWN);
            case Stage.Revoked _ -> bad(BearerProblem.REVOKED);
        };
    }

    private Verdict judge(Stage.Access access, Grant grant) {
        if (Ends.over(access.token().ends(), clock.instant())) {
            return bad(BearerProblem.EXPIRED);
        }
        Optional<String> client = clientName(grant.client());
        Optional<Account> account = accounts.apply(grant.account());
        if (client.isEmpty() || account.isEmpty() || account.get().epoch() != grant.epoch()) {
            return bad(BearerProblem.REVOKED);
        }
        var good = new Verdict.Good(access, client.get(), account.get());
        return account.get().keyDeadSince() == null ? good : new Verdict.KeyDead(good);
    }

    /** Empty when the client is gone; one with a document of its own is never gone from here. */
    private Optional<String> clientName(ClientId client) {
        return client.isUrl()
                ? Optional.of(client.host())
                : clients.apply(client.value()).map(Client::displayName);
    }

    private static Verdict bad(BearerProblem problem) {
        return new Verdict.Bad(problem);
    }
}
