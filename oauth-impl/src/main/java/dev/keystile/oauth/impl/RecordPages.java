package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.Listing;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of a kind for somebody who reads them: those that end first come first.
 *
 * @param summary of the record with an id; empty when it is gone
 */
record RecordPages<T>(Store store, Store.Kind kind, Function<String, Optional<T>> summary) {
    /** Most records that are looked at for one page. */
    static final int MOST_SEEN = 5000;

    private static final int STEP = 200;

    Listing<T> read(ListRequest request, Predicate<T> wanted) {
        List<T> found = new ArrayList<>();
        Store.Listed last = listed(request.after());
        for (int seen = 0; seen < MOST_SEEN; seen += STEP) {
            List<Store.Listed> step = store.list(kind, last, STEP);
            for (Store.Listed listed : step) {
                last = listed;
                summary(listed).filter(wanted).ifPresent(found::add);
                if (found.size() == request.most()) {
                    return new Listing<>(found, position(last));
                }
            }
            if (step.size() < STEP) {
                return new Listing<>(found, null);
            }
        }
        return new Listing<>(found, position(last));
    }

    /** One that cannot be read is passed over, if it is that record and not the store. */
    private Optional<T> summary(Store.Listed listed) {
        try {
            return summary.apply(listed.id());
        } catch (StoreUnavailableException e) {
            store.count(kind);
            return Optional.empty();
        }
    }

    private static Store.@Nullable Listed listed(@Nullable ListPosition after) {
        return after == null ? null : new Store.Listed(after.id(), after.ends());
    }

    private static @Nullable ListPosition position(Store.@Nullable Listed last) {
        return last == null ? null : new ListPosition(last.id(), last.ends());
    }
}
