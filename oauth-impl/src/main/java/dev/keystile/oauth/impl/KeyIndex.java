package dev.keystile.oauth.impl;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Names accounts: of one API key at one connector those that do not stand under its fingerprint
 * themselves, which are all but the first one and those that came to the key later; or of one owner
 * those whose key is dead.
 *
 * @param accounts account ids by the distinguisher of their subject, or by themselves
 */
record KeyIndex(Map<String, String> accounts) {
    KeyIndex {
        accounts = Map.copyOf(accounts);
    }

    KeyIndex with(String distinguisher, String accountId) {
        Map<String, String> next = new TreeMap<>(accounts);
        next.put(distinguisher, accountId);
        return new KeyIndex(next);
    }

    /** Takes an account out of it; an index that is empty then ends. */
    Repository.Decision<KeyIndex, Boolean> without(String accountId, Instant now) {
        KeyIndex next = only(id -> !id.equals(accountId));
        if (next.equals(this)) {
            return new Repository.Decision.Leave<>(false);
        }
        return next.accounts().isEmpty()
                ? new Repository.Decision.Write<>(next, now, true)
                : new Repository.Decision.Amend<>(next, true);
    }

    /** Less the accounts that are not wanted. */
    KeyIndex only(Predicate<String> wanted) {
        Map<String, String> next = new TreeMap<>(accounts);
        next.values().removeIf(wanted.negate());
        return new KeyIndex(next);
    }
}
