package dev.keystile.app.http;

import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Query;
import dev.keystile.oauth.api.Parameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attempts to connect, as JSON for admins: {@code /admin/api/attempts}, and one by its id. */
final class AttemptRoutes implements HttpService {
    private static final String PATH = "/admin/api/attempts";
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
    private static final String EXPECTED =
            "since is a number with s, m, h or d; outcome is one of "
                    + OUTCOMES.keySet().stream().sorted().collect(Collectors.joining(", "))
                    + "; limit is 1 to 999; each once";

    private final AdminGuard guard;

    AttemptRoutes(AdminGuard guard) {
        this.guard = guard;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(PATH, MethodTable.get(guard.reading(AttemptRoutes::list)))
                .any(PATH + "/{id}", MethodTable.get(guard.reading(AttemptRoutes::one)));
    }

    private static void list(ServerRequest request, Reply reply, AdminParts parts) {
        Parameters.parse(request.query().rawValue())
                .flatMap(sent -> query(sent, parts.clock().instant()))
                .ifPresentOrElse(
                        query ->
                                reply.json(
                                        Status.OK_200,
                                        AttemptJson.page(parts.doctor().list(query))),
                        () -> reply.error(Status.BAD_REQUEST_400, "invalid_request", EXPECTED));
    }

    private static void one(ServerRequest request, Reply reply, AdminParts parts) {
        parts.doctor()
                .find(request.path().pathParameters().get("id"))
                .ifPresentOrElse(
                        attempt -> reply.json(Status.OK_200, AttemptJson.of(attempt)),
                        () ->
                                reply.error(
                                        Status.NOT_FOUND_404,
                                        "not_found",
                                        "No attempt has this id, or none any more"));
    }

    private static Optional<Query> query(Parameters sent, Instant now) {
        String outcome = sent.value("outcome");
        Optional<Instant> since = since(sent.value("since"), now);
        Optional<Integer> limit = limit(sent.value("limit"));
        if (since.isEmpty()
                || limit.isEmpty()
                || (outcome != null && !OUTCOMES.containsKey(outcome))) {
            return Optional.empty();
        }
        return Optional.of(
                new Query(
                        since.get(),
                        outcome == null ? null : OUTCOMES.get(outcome),
                        sent.value("client"),
                        sent.value("text"),
                        sent.value("after"),
                        limit.get()));
    }

    private static Optional<Instant> since(@Nullable String age, Instant now) {
        if (age == null) {
            return Optional.of(Instant.EPOCH);
        }
        Matcher matcher = AGE.matcher(age);
        return matcher.matches()
                ? Optional.ofNullable(UNITS.get(matcher.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(matcher.group(1))))
                        .map(now::minus)
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
