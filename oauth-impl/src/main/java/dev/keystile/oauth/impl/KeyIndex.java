package dev.keystile.oauth.impl;

import java.util.Map;
import java.util.TreeMap;

/**
 * The accounts of one API key at one connector that do not stand under its fingerprint themselves:
 * all but the first one, and those that came to the key later.
 *
 * @param accounts account ids by the distinguisher of their subject
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
}
