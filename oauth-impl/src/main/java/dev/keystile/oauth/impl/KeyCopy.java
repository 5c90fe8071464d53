package dev.keystile.oauth.impl;

import java.util.Set;

/**
 * The copy of an account's API key that stands in the account for as long as an identity may be
 * used in its place. It opens with the operator's secret alone.
 *
 * @param identities the names of these identities, by which the account is found; they reveal
 *     nothing of them
 * @param sealed a {@link LinkedKey}
 */
record KeyCopy(Set<String> identities, String sealed) {
    KeyCopy {
        identities = Set.copyOf(identities);
    }
}
