package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Identity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in to the account page opened.
 *
 * @param keyWorks whether the upstream accepted the key then
 * @param identity who signed in with an identity; null when it was with the key
 */
record AccountSession(
        List<Opened> accounts, boolean keyWorks, @Nullable Identity identity, Instant ends) {
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

    /** A session of these accounts, by their key. */
    static AccountSession of(List<Account> accounts, boolean keyWorks, Instant ends) {
        return new AccountSession(opened(accounts), keyWorks, null, ends);
    }

    /** A session of these accounts, by an identity that they are linked with. */
    static AccountSession of(List<Account> accounts, Identity identity, Instant ends) {
        return new AccountSession(opened(accounts), true, identity, ends);
    }

    /** The same session of the same accounts as they are now. */
    AccountSession goingOn(List<Account> now) {
        return new AccountSession(opened(now), true, identity, ends);
    }

    private static List<Opened> opened(List<Account> accounts) {
        return accounts.stream().map(Opened::of).toList();
    }
}
