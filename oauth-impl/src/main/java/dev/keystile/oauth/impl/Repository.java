package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One kind of aggregate in the store. Read, decide, replace; lost the race: read again. */
record Repository<A>(Store store, Store.Kind kind, Codec<A> codec, UnreadableRecords unreadable) {
    /** The version of the records' form; a reader refuses what it does not know. */
    private static final int FORM = 2;

    private static final int MOST_RACES = 16;

    /** What a store takes for an id; others may come from the wire and name nothing. */
    private static final Pattern ID = Pattern.compile("[!-~]{1,512}");

    /** An aggregate as it was read. */
    record Held<A>(A value, Store.Stored stored) {}

    /** What a decision wants: to write and answer, or to answer only. */
    sealed interface Decision<A, R> {
        /** Replace the aggregate, then answer. */
        record Write<A, R>(A next, Instant ends, R answer) implements Decision<A, R> {}

        /** Replace the aggregate, which ends when it would have, then answer. */
        record Amend<A, R>(A next, R answer) implements Decision<A, R> {}

        /** Leave it as it is and answer. */
        record Leave<A, R>(R answer) implements Decision<A, R> {}
    }

    /** Whether a store takes this for an id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    Optional<Held<A>> find(String id) {
        Optional<Held<A>> held =
                isId(id)
                        ? store.find(key(id)).map(stored -> new Held<>(read(stored), stored))
                        : Optional.empty();
        if (held.isEmpty() && !codec.decoy().isEmpty()) {
            var _ = codec.read(id, JsonText.read(codec.decoy()));
        }
        return held;
    }

    /** Whether there is one, which is not read. */
    boolean has(String id) {
        return isId(id) && store.find(key(id)).isPresent();
    }

    /** Finds what is under an id, seen so, without what it takes to change it. */
    <V> Function<String, Optional<V>> values(Function<A, V> view) {
        return id -> find(id).map(held -> view.apply(held.value()));
    }

    /** Writes a new aggregate; false when there is another under this id. */
    boolean insert(String id, A value, Instant ends) {
        return store.insert(key(id), write(value), ends) == Store.Write.DONE;
    }

    /**
     * Takes a decision on the aggregate as it is now, in one compare-and-set; empty when there is
     * none.
     */
    <R> Optional<R> update(String id, Function<A, Decision<A, R>> decide) {
        for (int race = 0; race < MOST_RACES; race++) {
            Optional<Held<A>> held = find(id);
            if (held.isEmpty()) {
                return Optional.empty();
            }
            Optional<R> answer = apply(held.get(), decide.apply(held.get().value()));
            if (answer.isPresent()) {
                return answer;
            }
        }
        throw lost();
    }

    /** Writes the first aggregate of an id, or takes a decision on the one that is there. */
    <R> R put(String id, Decision.Write<A, R> first, Function<A, Decision<A, R>> decide) {
        for (int race = 0; race < MOST_RACES; race++) {
            if (insert(id, first.next(), first.ends())) {
                return first.answer();
            }
            Optional<R> answer = update(id, decide);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw lost();
    }

    /**
     * Lets the aggregate live on; never shortens. Writes only when less than three quarters of that
     * life remain, and says whether it did.
     */
    boolean keep(Held<A> held, Instant now, Duration life) {
        boolean soon = held.stored().ends().isBefore(now.plus(life.multipliedBy(3).dividedBy(4)));
        return soon
                && store.replace(held.stored(), held.stored().value(), now.plus(life))
                        == Store.Write.DONE;
    }

    void remove(String id) {
        store.remove(key(id));
    }

    private <R> Optional<R> apply(Held<A> held, Decision<A, R> decision) {
        return switch (decision) {
            case Decision.Leave<A, R>(R answer) -> Optional.of(answer);
            case Decision.Amend<A, R>(A next, R answer) ->
                    apply(held, new Decision.Write<>(next, held.stored().ends(), answer));
            case Decision.Write<A, R>(A next, Instant ends, R answer) ->
                    store.replace(held.stored(), write(next), ends) == Store.Write.DONE
                            ? Optional.of(answer)
                            : Optional.empty();
        };
    }

    private StoreUnavailableException lost() {
        return new StoreUnavailableException("lost " + MOST_RACES + " races for one " + kind, null);
    }

    private Store.Key key(String id) {
        return new Store.Key(kind, id);
    }

    private String write(A value) {
        return text(codec, value);
    }

    /** The text of a record. */
    static <A> String text(Codec<A> codec, A value) {
        return JsonText.object().add("v", FORM).addAll(codec.write(value)).build().toString();
    }

    private A read(Store.Stored stored) {
        String reason;
        try {
            JsonObject json = JsonText.read(stored.value());
            int form = json.getInt("v");
            if (form == FORM) {
                return codec.read(stored.key().id(), json);
            }
            reason = "form " + form + " is not of this version";
        } catch (RuntimeException e) {
            // There are many ways to say that a text is none of ours, and most quote it.
            reason = e.getClass().getSimpleName();
        }
        unreadable.found(stored.key(), reason);
        throw new StoreUnavailableException("a " + kind + " that cannot be read", null);
    }
}
