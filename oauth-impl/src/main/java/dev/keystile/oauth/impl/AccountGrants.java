package dev.keystile.oauth.impl;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The grants of one account, so that they are found without going through all. May name grants that
 * are gone; no security decision rests on it.
 */
record AccountGrants(Set<String> ids) {
    AccountGrants {
        ids = Set.copyOf(ids);
    }

    AccountGrants only(Predicate<String> wanted) {
        return new AccountGrants(ids.stream().filter(wanted).collect(Collectors.toSet()));
    }

    AccountGrants with(String grant) {
        Set<String> next = new TreeSet<>(ids);
        next.add(grant);
        return new AccountGrants(next);
    }
}
