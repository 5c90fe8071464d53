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

    /** Whether a token of this grant could still be good, if it had not ended. */
    boolean live(Grant grant) {
        return grant.stage() instanceof Stage.Active active
                && !Ends.over(active.ends(), clock.instant())
                && clientName(grant.client()).isPresent()
                && account(grant).filter(account -> account.keyDeadSince() == null).isPresent();
    }

    private Verdict judge(Stage.Access access, Grant grant) {
        if (Ends.over(access.token().ends(), clock.instant())) {
            return bad(BearerProblem.EXPIRED);
        }
        Optional<String> client = clientName(grant.client());
        Optional<Account> account = account(grant);
        if (client.isEmpty() || account.isEmpty()) {
            return bad(BearerProblem.REVOKED);
        }
        var good = new Verdict.Good(access, client.get(), account.get());
        return account.get().keyDeadSince() == null ? good : new Verdict.KeyDead(good);
    }

    /** Empty when the account is gone, or everything that it had connected was disconnected. */
    private Optional<Account> account(Grant grant) {
        return accounts.apply(grant.account()).filter(account -> account.epoch() == grant.epoch());
    }

    /** Empty when the client is gone or blocked. */
    private Optional<String> clientName(ClientId client) {
        return clients.apply(client.value())
                .map(found -> client.isUrl() ? client.host() : found.displayName());
    }

    private static Verdict bad(BearerProblem problem) {
        return new Verdict.Bad(problem);
    }
}
