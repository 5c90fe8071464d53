package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which steps belong together, without cookies: by grant; before there is one, by client,
 * and at the pages by the network of the browser as well; before there is a client, by network,
 * resource and time. A function of the steps alone, whoever saw them.
 */
final class Trails {
    /** So long after the last step, a step without a client still belongs to it. */
    static final Duration ANONYMOUS_GAP = Duration.ofMinutes(10);

    /** The same for a step of its client: a person may look for a key meanwhile. */
    static final Duration CLIENT_GAP = Duration.ofHours(1);

    /** The most that began in one network; the earliest are dropped. */
    static final int MOST_OF_NETWORK = 200;

    private final Set<Trail> all = new LinkedHashSet<>();
    private final Map<String, Trail> byGrant = new HashMap<>();
    private final Map<String, List<Trail>> byClient = new HashMap<>();
    private final Map<String, List<Trail>> byNetwork = new HashMap<>();

    private Trails() {}

    /** Those of steps in any order. */
    static List<Trail> of(List<Trail.Mark> marks) {
        var trails = new Trails();
        marks.stream().sorted().forEach(trails::add);
        return trails.latestOfEachNetwork();
    }

    private void add(Trail.Mark mark) {
        Footprint print = mark.print();
        Optional<Trail> found = find(print);
        if (found.isEmpty() && print.grant() != null && isOfOldGrant(print)) {
            // What was read again before a refresh is no attempt of its own.
            anonymous(print).ifPresent(this::remove);
            return;
        }
        Trail trail = found.orElseGet(this::begin);
        boolean elsewhere = !trail.knows(print.network());
        trail.add(mark);
        index(trail, print);
        if (!print.anonymous() && (elsewhere || refreshes(print))) {
            anonymous(print).ifPresent(other -> absorb(trail, other));
        }
    }

    private static boolean isOfOldGrant(Footprint print) {
        return !print.failed() && print.stage() != Stage.CONSENT;
    }

    private static boolean refreshes(Footprint print) {
        return print.stage() == Stage.TOKEN && !print.failed();
    }

    private Optional<Trail> find(Footprint print) {
        if (print.grant() != null && byGrant.containsKey(print.grant())) {
            return Optional.of(byGrant.get(print.grant()));
        }
        if (print.grant() != null && print.client() == null) {
            return Optional.empty();
        }
        if (print.grant() != null && print.stage() != Stage.CONSENT) {
            return Optional.empty();
        }
        return print.client() == null ? ofNetwork(print) : ofClient(print, print.client());
    }

    private Optional<Trail> ofClient(Footprint print, String client) {
        return latest(byClient.get(client), CLIENT_GAP, print)
                .filter(trail -> trail.mayBeOfClient(print, CLIENT_GAP))
                .findFirst()
                .or(() -> anonymous(print));
    }

    /** A failure is rather of whoever is there already than of a newcomer. */
    private Optional<Trail> ofNetwork(Footprint print) {
        return latest(byNetwork.get(print.network()), CLIENT_GAP, print)
                .filter(trail -> trail.mayBeOf(print, ANONYMOUS_GAP))
                .findFirst();
    }

    private Optional<Trail> anonymous(Footprint print) {
        return latest(byNetwork.get(print.network()), CLIENT_GAP, print)
                .filter(Trail::anonymous)
                .filter(trail -> trail.mayBeOf(print, ANONYMOUS_GAP))
                .findFirst();
    }

    /** Those of a list that are not over, the latest first; the others are forgotten. */
    private static Stream<Trail> latest(
            @Nullable List<Trail> trails, Duration gap, Footprint print) {
        if (trails == null) {
            return Stream.empty();
        }
        trails.removeIf(trail -> !trail.within(print.at(), gap));
        return List.copyOf(trails).reversed().stream();
    }

    private Trail begin() {
        var trail = new Trail();
        all.add(trail);
        return trail;
    }

    private void index(Trail trail, Footprint print) {
        if (print.grant() != null) {
            byGrant.putIfAbsent(print.grant(), trail);
        }
        if (trail.client() != null) {
            put(byClient, trail.client(), trail);
        }
        put(byNetwork, print.network(), trail);
    }

    private static void put(Map<String, List<Trail>> map, String key, Trail trail) {
        List<Trail> trails = map.computeIfAbsent(key, _ -> new ArrayList<>());
        if (!trails.contains(trail)) {
            trails.add(trail);
        }
    }

    private void absorb(Trail trail, Trail other) {
        if (!trail.equals(other)) {
            trail.absorb(other);
            remove(other);
        }
    }

    private void remove(Trail trail) {
        all.remove(trail);
        byNetwork.values().forEach(trails -> trails.remove(trail));
    }

    private List<Trail> latestOfEachNetwork() {
        Map<String, Integer> counts = new HashMap<>();
        return List.copyOf(all).reversed().stream()
                .filter(trail ->
                        counts.merge(trail.first().print().network(), 1, Integer::sum)
                                <= MOST_OF_NETWORK)
                .toList();
    }
}
