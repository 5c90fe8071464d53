package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Analytics.Numbers;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted in one span, by name. Of more than {@value #MOST} names the first in their order
 * are kept, and the others are one: so it does not matter in which order tallies are added up.
 */
record Tally(SortedMap<String, Figures> byName, Figures others) {
    static final int MOST = 1000;

    /** Joins what are too many names. */
    Tally {
        var kept = new TreeMap<>(byName);
        Figures rest = others;
        while (kept.size() > MOST) {
            rest = rest.plus(kept.pollLastEntry().getValue());
        }
        byName = kept;
        others = rest;
    }

    /** Of one name. */
    static Tally of(String name, Figures figures) {
        return new Tally(new TreeMap<>(Map.of(name, figures)), Figures.NONE);
    }

    /** Of what has no name of its own. */
    static Tally ofOthers(Figures figures) {
        return new Tally(new TreeMap<>(), figures);
    }

    /** Both together. */
    Tally plus(Tally more) {
        var sum = new TreeMap<>(byName);
        more.byName.forEach((name, figures) -> sum.merge(name, figures, Figures::plus));
        return new Tally(sum, others.plus(more.others));
    }

    /** The figures of each name, to be shown. */
    Map<String, Numbers> numbers() {
        var numbers = new TreeMap<String, Numbers>();
        byName.forEach((name, figures) -> numbers.put(name, figures.numbers()));
        return numbers;
    }
}
