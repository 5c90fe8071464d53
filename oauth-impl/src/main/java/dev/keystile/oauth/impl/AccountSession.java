package dev.keystile.oauth.impl;

import java.time.Instant;
import java.util.List;

/**
 * What a sign-in to the account page opened.
 *
 * @param keyWorks whether the upstream accepted the key then
 */
record AccountSession(List<Opened> accounts, boolean keyWorks, Instant ends) {
    AccountSession {
        accounts = List.copyOf(accounts);
    }

    /** An account as it was; when it has another epoch or key since, it is open no more. */
    record Opened(String account, long epoch, String keyFingerprint) {
        static Opened of(Account account) {
            return new Opened(account.id(), account.epoch(), account.keyFingerprint());
        }

        boolean opens(Account now) {
            return now.epoch() == epoch && now.keyFingerprint().equals(keyFingerprint);
        }
    }

    /** A session of these accounts. */
    static AccountSession of(List<Account> accounts, boolean keyWorks, Instant ends) {
        return new AccountSession(accounts.stream().map(Opened::of).toList(), keyWorks, ends);
    }
}
