package dev.keystile.app.http;

import dev.keystile.app.config.QuotaText;
import dev.keystile.app.log.Verbosity;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.LimitControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The figures of the administration, as JSON. */
final class AdminFigures {
    private static final int MOST_SPANS = 400;

    private AdminFigures() {}

    /** How the gateway is, and what happened in the last 24 hours. */
    static Json overview(AdminParts parts) {
        Administration.Totals totals = parts.administration().totals();
        var day = Lately.hours(parts, 24);
        Sum calls = Lately.total(day.read(Analytics.Dimension.CONNECTOR));
        return Json.object()
                .with("version", parts.version())
                .with("base_url", parts.resources().get().issuer().value())
                .with("clients", totals.clients())
                .with("grants", totals.grants())
                .with("accounts", totals.accounts())
                .with("store_up", parts.health().storeIsUp())
                .with("limits_alone", parts.limits().alone())
                .with("calls", calls.calls())
                .with("errors", calls.errors())
                .with("active_clients", day.sums(Analytics.Dimension.CLIENT).size())
                .with("active_accounts", day.sums(Analytics.Dimension.ACCOUNT).size())
                .object("configuration", AdminSettingsFile.json(parts.configuration().state()))
                .object("steps", steps(day.sums(Analytics.Dimension.STEP)));
    }

    private static Json steps(Map<String, Sum> sums) {
        Json json = Json.object();
        sums.forEach((name, sum) -> json.with(name, sum.calls()));
        return json;
    }

    /** How the connectors are, and how many keys died there in the last 24 hours. */
    static Json connectors(AdminParts parts) {
        var day = Lately.hours(parts, 24);
        var calls = day.sums(Analytics.Dimension.CONNECTOR);
        var steps = day.sums(Analytics.Dimension.STEP);
        Map<String, Boolean> up = parts.health().upstreams();
        return Json.object()
                .objects(
                        "connectors",
                        parts.resources().get().connectors().stream()
                                .map(connector -> connector(parts, connector, up, calls, steps))
                                .toList());
    }

    private static Json connector(
            AdminParts parts,
            Connector connector,
            Map<String, Boolean> up,
            Map<String, Sum> calls,
            Map<String, Sum> steps) {
        String id = connector.id().value();
        Sum sum = calls.getOrDefault(id, Sum.NONE);
        return Json.object()
                .with("id", id)
                .with("name", connector.displayName())
                .with("url", parts.resources().get().shared(connector).uri())
                .with("upstream_host", connector.upstream().getHost())
                .with("up", up.getOrDefault(id, false))
                .with("calls", sum.calls())
                .with("errors", sum.errors())
                .with("keys_died", steps.getOrDefault("key-died " + id, Sum.NONE).calls())
                .with("keys_revived", steps.getOrDefault("key-revived " + id, Sum.NONE).calls());
    }

    /** What this node counts and decides. */
    static Json limits(LimitControl limits) {
        return Json.object()
                .with("alone", limits.alone())
                .objects("rules", rules(limits))
                .objects("limited", limits.limited().stream().map(AdminFigures::limited).toList())
                .objects(
                        "overrides",
                        limits.overrides().stream().map(AdminFigures::override).toList());
    }

    private static List<Json> rules(LimitControl limits) {
        return limits.counts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(rule ->
                        Json.object()
                                .with("rule", rule.getKey().text())
                                .with("allowed", rule.getValue().allowed())
                                .with("limited", rule.getValue().limited()))
                .toList();
    }

    private static Json limited(LimitControl.LimitedKey key) {
        return Json.object()
                .with("rule", key.charge().rule().text())
                .with("key", key.charge().key())
                .with("until", key.until().toString());
    }

    private static Json override(LimitControl.KeyQuota override) {
        return Json.object()
                .with("rule", override.charge().rule().text())
                .with("key", override.charge().key())
                .with("quota", QuotaText.print(override.quota()))
                .with("until", override.until().toString());
    }

    /** From which level on what is logged, where that was changed. */
    static Json levels(AdminParts parts) {
        Json json = Json.object();
        new TreeMap<>(parts.verbosity().levels())
                .forEach((logger, level) ->
                        json.with(logger, level.name().toLowerCase(Locale.ROOT)));
        return Json.object().with("root", Verbosity.OURS).object("levels", json);
    }

    /** What was counted in the last hours or days; empty when it is not said well of what. */
    static Optional<Json> analytics(AdminParts parts, String by, String span, String last) {
        Optional<Analytics.Dimension> dimension = named(Analytics.Dimension.values(), by);
        Optional<Analytics.Span> length = named(Analytics.Span.values(), span);
        int spans = AdminApi.number(last);
        if (dimension.isEmpty() || length.isEmpty() || spans < 1 || spans > MOST_SPANS) {
            return Optional.empty();
        }
        Instant now = parts.clock().instant();
        Instant from = now.minus(length(length.get()).multipliedBy(spans - 1L));
        List<Analytics.Counted> counted =
                parts.analytics().read(dimension.get(), length.get(), from, now);
        return Optional.of(
                Json.object()
                        .with("by", by)
                        .with("span", span)
                        .objects("spans", counted.stream().map(AdminFigures::counted).toList()));
    }

    static Duration length(Analytics.Span span) {
        return switch (span) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
        };
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Stream.of(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static Json counted(Analytics.Counted counted) {
        Json names = Json.object();
        new TreeMap<>(counted.byName())
                .forEach((name, numbers) -> names.object(name, numbers(numbers)));
        return Json.object()
                .with("start", counted.start().toString())
                .object("names", names)
                .object("others", numbers(counted.others()));
    }

    private static Json numbers(Analytics.Numbers numbers) {
        return Json.object()
                .with("calls", numbers.calls())
                .with("errors", numbers.errors())
                .with("millis", numbers.millis())
                .numbers("classes", numbers.classes());
    }
}
