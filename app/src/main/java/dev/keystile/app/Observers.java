package dev.keystile.app;

import dev.keystile.app.config.ObserveSettings;
import dev.keystile.app.http.RequestScope;
import dev.keystile.app.http.Sighting;
import dev.keystile.app.http.Watch;
import dev.keystile.app.metrics.Metrics;
import dev.keystile.app.trace.Tracing;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.AnalyticsCounts;
import dev.keystile.oauth.impl.AttemptLog;
import dev.keystile.oauth.impl.AuditTrail;
import dev.keystile.oauth.impl.AuditedEvents;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Those who look on while requests are answered, and what they keep in the store. */
record Observers(
        ObserveSettings settings,
        AnalyticsCounts analytics,
        AttemptLog attempts,
        AuditTrail audit,
        AuditedEvents audited,
        Metrics metrics,
        Tracing tracing,
        InstantSource clock)
        implements AutoCloseable {
    /** How often steps of attempts are kept, which people wait to see. */
    private static final Duration STEPS_PERIOD = Duration.ofSeconds(10);

    /** How often what people did is written down. */
    private static final Duration AUDIT_PERIOD = Duration.ofSeconds(1);

    static Observers over(
            Store store,
            ObserveSettings settings,
            Metrics metrics,
            Tracing tracing,
            InstantSource clock,
            SecureRandom random) {
        var audit = new AuditTrail(store, clock, random);
        return new Observers(
                settings,
                new AnalyticsCounts(store, clock, random),
                new AttemptLog(store, clock, random),
                audit,
                new AuditedEvents(audit),
                metrics,
                tracing,
                clock);
    }

    /** All that are on. */
    Observer all() {
        var all = new ArrayList<Observer>(List.of(RequestScope::note, audited, tracing.observer()));
        if (settings.analytics()) {
            all.add(analytics);
        }
        if (settings.metrics()) {
            all.add(metrics);
        }
        if (settings.doctor()) {
            all.add(doctor());
        }
        return Observer.all(all);
    }

    /** Where a call comes from is worked out only when it says something new. */
    private Observer doctor() {
        Observer noting =
                Sighting.to(
                        seen -> attempts.note(seen.at(), seen.network().orElse(null), seen.event()),
                        clock);
        return event -> {
            if (attempts.concerns(event)) {
                noting.note(event);
            }
        };
    }

    Watch.Meter meter() {
        return settings.metrics() ? metrics : Watch.NONE.meter();
    }

    /**
     * From now on what they keep is kept again and again. The counts are for somebody else.
     *
     * @return what keeps the steps of attempts
     */
    RepeatedTask keep(OpenParts parts) {
        parts.repeat("audit", AUDIT_PERIOD, audited::flush);
        return parts.repeat("steps", STEPS_PERIOD, attempts::flush);
    }

    @Override
    public void close() {
        audited.close();
        attempts.close();
        analytics.close();
    }
}
