package dev.keystile.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.keystile.bench.load.Contest.Effort;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * How long the gateway takes to refuse a client that it knows, and one that it does not: nobody may
 * learn from the time which ids there are (SEC-12). The two are asked for in turns, which of them
 * first is left to chance.
 */
final class TimingLoad {
    private static final String UNKNOWN = "u".repeat(32);
    private static final String WRONG = "w".repeat(43);

    private final HttpCaller http;
    private final Effort effort;
    private final SplittableRandom order = new SplittableRandom(1);

    private TimingLoad(HttpCaller http, Effort effort) {
        this.http = http;
        this.effort = effort;
    }

    /** A request of a client with this id, which is refused. */
    @FunctionalInterface
    private interface Attempt {
        HttpCaller.Answer of(String id) throws IOException;
    }

    static String report(Site site, Effort effort) throws Exception {
        var report =
                new StringBuilder(
                        "| store | what is refused | known, µs | unknown, µs | of 100 times the known took longer"
                                + " | by chance, 3 standard errors |\n|---|---|---|---|---|---|\n");
        for (Site.Store store : site.stores()) {
            var gateway = site.gateway("", store);
            try (var http = new HttpCaller(gateway.port())) {
                report.append(new TimingLoad(http, effort).lines(store.name()));
            }
            gateway.end();
        }
        return report.toString();
    }

    private String lines(String store) throws IOException {
        String inForm = registered("client_secret_post");
        String inHeader = registered("client_secret_basic");
        String another = "v".repeat(32);
        return line(store, "a wrong secret at the token endpoint", inForm, this::refresh)
                + line(store, "the same in a header", inHeader, this::refreshWithHeader)
                + line(store, "a wrong secret at revocation", inForm, this::revoke)
                + line(store, "a wrong token at a registration", inForm, this::look)
                + line(store, "for comparison, two that are unknown", another, this::refresh);
    }

    private String line(String store, String what, String known, Attempt attempt)
            throws IOException {
        for (int i = 0; i < effort.called(); i++) {
            var _ = nanos(known, attempt);
            var _ = nanos(UNKNOWN, attempt);
        }
        int pairs = 2 * effort.called();
        double[] ofKnown = new double[pairs];
        double[] ofUnknown = new double[pairs];
        int longer = 0;
        for (int i = 0; i < pairs; i++) {
            boolean first = order.nextBoolean();
            double before = nanos(first ? known : UNKNOWN, attempt);
            double after = nanos(first ? UNKNOWN : known, attempt);
            ofKnown[i] = first ? before : after;
            ofUnknown[i] = first ? after : before;
            longer += ofKnown[i] > ofUnknown[i] ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f | 50 ± %.1f |%n",
                store,
                what,
                micros(ofKnown),
                micros(ofUnknown),
                100.0 * longer / pairs,
                150 / Math.sqrt(pairs));
    }

    private static double micros(double[] nanos) {
        return Spread.of(DoubleStream.of(nanos)).median() / 1000;
    }

    private static long nanos(String id, Attempt attempt) throws IOException {
        long began = System.nanoTime();
        var answer = attempt.of(id);
        long took = System.nanoTime() - began;
        answer.expect(401);
        return took;
    }

    private String registered(String method) throws IOException {
        var answer =
                http.post(
                        "/oauth/register",
                        "application/json",
                        "",
                        "{\"redirect_uris\":[\"https://app.example.com/callback\"],"
                                + "\"token_endpoint_auth_method\":\""
                                + method
                                + "\"}");
        return OAuthFlow.value(answer.expect(201).body(), "client_id");
    }

    private HttpCaller.Answer refresh(String id) throws IOException {
        return form(
                "/oauth/token",
                "",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        WRONG,
                        "client_id",
                        id,
                        "client_secret",
                        WRONG));
    }

    private HttpCaller.Answer refreshWithHeader(String id) throws IOException {
        String basic = Base64.getEncoder().encodeToString((id + ":" + WRONG).getBytes(ISO_8859_1));
        return form(
                "/oauth/token",
                "Authorization: Basic " + basic + "\r\n",
                Map.of("grant_type", "refresh_token", "refresh_token", WRONG));
    }

    private HttpCaller.Answer revoke(String id) throws IOException {
        return form(
                "/oauth/revoke",
                "",
                Map.of("token", WRONG, "client_id", id, "client_secret", WRONG));
    }

    private HttpCaller.Answer look(String id) throws IOException {
        return http.get("/oauth/register/" + id, "Authorization: Bearer " + WRONG + "\r\n");
    }

    private HttpCaller.Answer form(String path, String fields, Map<String, String> form)
            throws IOException {
        return http.post(path, HttpCaller.FORM, fields, HttpCaller.form(form));
    }
}
