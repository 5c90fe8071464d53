package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A write as it was asked for, and the rule by which it is done or lost. */
sealed interface Change {
    /** The record that is meant. */
    Store.Key key();

    /** What becomes of the record that lives under the key; what is written gets this version. */
    Effect on(@Nullable Kept living, long version);

    /** What a change does. The first two are {@link Write#DONE}. */
    sealed interface Effect {
        /** This record shall stand. */
        record Put(Kept next) implements Effect {}

        /** Nothing shall stand. */
        record Delete() implements Effect {}

        /** All stays as it is. */
        record Leave(Write answer) implements Effect {}
    }

    /** Where there is no record. */
    record Insert(Store.Key key, String value, Instant ends) implements Change {
        @Override
        public Effect on(@Nullable Kept living, long version) {
            if (living == null) {
                return new Effect.Put(new Kept(value, version, Kept.millis(ends)));
            }
            return new Effect.Leave(living.value().equals(value) ? Write.DONE : Write.LOST);
        }
    }

    /** Over the version that was read. */
    record Replace(Store.Stored expected, String value, Instant ends) implements Change {
        @Override
        public Store.Key key() {
            return expected.key();
        }

        @Override
        public Effect on(@Nullable Kept living, long version) {
            if (living == null) {
                return new Effect.Leave(Write.LOST);
            }
            long asked = Kept.millis(ends);
            if (living.value().equals(value)) {
                return asked > living.ends()
                        ? new Effect.Put(new Kept(value, version, asked))
                        : new Effect.Leave(Write.DONE);
            }
            return living.version() == expected.version()
                    ? new Effect.Put(new Kept(value, version, asked))
                    : new Effect.Leave(Write.LOST);
        }
    }

    /** Whatever is there. */
    record Remove(Store.Key key) implements Change {
        @Override
        public Effect on(@Nullable Kept living, long version) {
            return new Effect.Delete();
        }
    }
}
