package dev.keystile.app.http;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Query;
import dev.keystile.oauth.api.ProtectedResources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads which attempts to connect are wanted: the same parameters for the API, the command and the
 * page.
 */
record AttemptQuery(ProtectedResources resources, Instant now) {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([smhd])");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));
    private static final Map<String, Outcome> OUTCOMES =
            Stream.of(Outcome.values())
                    .collect(Collectors.toUnmodifiableMap(Outcome::text, one -> one));
    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int USUAL = 50;

    /** What is expected, in a sentence. */
    static final String EXPECTED =
            "since is a number with s, m, h or d; outcome is one of "
                    + OUTCOMES.keySet().stream().sorted().collect(Collectors.joining(", "))
                    + "; connector is the id of one; limit is 1 to 999; each once";

    /**
     * Reads it; empty when something is not as expected.
     *
     * @param sent gives the parameter of a name, null when there is none
     */
    Optional<Query> read(Function<String, @Nullable String> sent) {
        String outcome = sent.apply("outcome");
        String connector = sent.apply("connector");
        Optional<Instant> since = since(sent.apply("since"));
        Optional<Integer> limit = limit(sent.apply("limit"));
        if (since.isEmpty()
                || limit.isEmpty()
                || (outcome != null && !OUTCOMES.containsKey(outcome))
                || (connector != null && resources.connector(connector).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new Query(
                        since.get(),
                        outcome == null ? null : OUTCOMES.get(outcome),
                        sent.apply("client"),
                        connector == null ? null : url(connector),
                        sent.apply("text"),
                        sent.apply("after"),
                        limit.get()));
    }

    private @Nullable String url(String connector) {
        return resources
                .connector(connector)
                .map((Connector found) -> resources.shared(found).uri())
                .orElse(null);
    }

    private Optional<Instant> since(@Nullable String age) {
        return age == null ? Optional.of(Instant.EPOCH) : age(age).map(now::minus);
    }

    /** A duration such as {@code 24h}. */
    static Optional<Duration> age(String text) {
        Matcher matcher = AGE.matcher(text);
        return matcher.matches()
                ? Optional.ofNullable(UNITS.get(matcher.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    private static Optional<Integer> limit(@Nullable String limit) {
        if (limit == null) {
            return Optional.of(USUAL);
        }
        return LIMIT.matcher(limit).matches()
                ? Optional.of(Integer.valueOf(limit))
                : Optional.empty();
    }
}
