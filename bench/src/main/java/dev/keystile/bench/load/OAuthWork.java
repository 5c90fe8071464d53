package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What clients do at an authorization server, each on a connection of its own. */
final class OAuthWork {
    /**
     * A setting of the gateways: no client refreshes more than a few times within the usual grace.
     */
    static final String SHORT_GRACE = "tokens: {refresh-grace: 0s}\n";

    private OAuthWork() {}

    /** One connection's work, again and again. */
    @FunctionalInterface
    private interface Step {
        void take() throws IOException;
    }

    /** Sets up one connection. */
    @FunctionalInterface
    private interface Steps {
        Step on(HttpCaller http) throws IOException;
    }

    /** What a client has done before, and then does again and again. */
    @FunctionalInterface
    private interface Preparation {
        Step of(OAuthFlow flow) throws IOException;
    }

    /** Refreshes with rotation, by clients that signed in before. */
    static Work refreshes(AuthorizationServer server) {
        return work(
                server,
                flow -> {
                    flow.register();
                    flow.signIn();
                    return flow::refresh;
                });
    }

    /** Whole flows, by clients that registered before. */
    static Work flows(AuthorizationServer server) {
        return work(
                server,
                flow -> {
                    flow.register();
                    return flow::signIn;
                });
    }

    static Work registrations(AuthorizationServer server) {
        return work(server, flow -> flow::register);
    }

    private static Work work(AuthorizationServer server, Preparation preparation) {
        return (atOnce, seconds) ->
                rate(
                        server.port(),
                        atOnce,
                        seconds,
                        http -> preparation.of(new OAuthFlow(http, server)));
    }

    /** Access tokens of so many grants, each of an account of its own. */
    static List<String> accessTokens(AuthorizationServer server, int atOnce, int ofEach)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> parts =
                    IntStream.range(0, atOnce)
                            .mapToObj(_ -> threads.submit(() -> accessTokens(server, ofEach)))
                            .toList();
            List<String> all = new ArrayList<>();
            for (Future<List<String>> part : parts) {
                all.addAll(part.get());
            }
            return all;
        }
    }

    private static List<String> accessTokens(AuthorizationServer server, int count)
            throws IOException {
        try (var http = new HttpCaller(server.port())) {
            var flow = new OAuthFlow(http, server);
            flow.register();
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                flow.signIn();
                tokens.add(flow.accessToken());
            }
            return tokens;
        }
    }

    /** Requests of the size of a refresh to a {@link BareServer}. */
    static Work bareRequests(int port) {
        return (atOnce, seconds) -> rate(port, atOnce, seconds, http -> () -> ask(http));
    }

    private static void ask(HttpCaller http) throws IOException {
        http.post(
                        "/fixed",
                        HttpCaller.FORM,
                        "",
                        "grant_type=refresh_token&client_id="
                                + "c".repeat(32)
                                + "&refresh_token="
                                + "r".repeat(96))
                .expect(200);
    }

    private static double rate(int port, int atOnce, int seconds, Steps steps) throws Exception {
        List<HttpCaller> callers = new ArrayList<>();
        List<Step> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                callers.add(new HttpCaller(port));
                all.add(steps.on(callers.getLast()));
            }
            long began = System.nanoTime();
            long end = began + seconds * 1_000_000_000L;
            List<Future<Long>> counts =
                    all.stream().map(step -> threads.submit(again(step, end))).toList();
            long times = 0;
            for (Future<Long> count : counts) {
                times += count.get();
            }
            return times * 1e9 / (System.nanoTime() - began);
        } finally {
            for (HttpCaller caller : callers) {
                caller.close();
            }
        }
    }

    private static Callable<Long> again(Step step, long end) {
        return () -> {
            long times = 0;
            while (System.nanoTime() < end) {
                step.take();
                times++;
            }
            return times;
        };
    }
}
