package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Registration, the whole flow and refreshes, beside what the web server can do at most. */
final class OAuthLoad {
    private static final String BARE = "the bare web server";

    /** No client refreshes more than a few times within the usual one. */
    private static final String SHORT_GRACE = "tokens: {refresh-grace: 0s}\n";

    private OAuthLoad() {}

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

    static String report(Site site, Contest.Effort effort) throws Exception {
        int bare = site.bareServer();
        var report =
                new StringBuilder(
                        "| work | by | a second, median | to the bare server |\n|---|---|---|---|\n");
        List<Contestant> refreshes = new ArrayList<>(List.of(bare(bare)));
        List<Contestant> flows = new ArrayList<>(List.of(bare(bare)));
        List<Contestant> registrations = new ArrayList<>(List.of(bare(bare)));
        for (var store : site.stores()) {
            var gateway = site.gateway(SHORT_GRACE, store);
            String name = "keystile, " + store.name();
            refreshes.add(
                    contestant(
                            name,
                            gateway,
                            flow -> {
                                flow.register();
                                flow.signIn();
                                return flow::refresh;
                            }));
            flows.add(
                    contestant(
                            name,
                            gateway,
                            flow -> {
                                flow.register();
                                return flow::signIn;
                            }));
            registrations.add(contestant(name, gateway, flow -> flow::register));
        }
        report.append(Contest.of(refreshes, 16, effort).lines("refresh with rotation", BARE));
        report.append(
                Contest.of(flows, 16, effort)
                        .lines("authorization code flow, four requests", BARE));
        report.append(Contest.of(registrations, 16, effort).lines("registration", BARE));
        return report.toString();
    }

    @FunctionalInterface
    private interface Flow {
        Step begin(OAuthFlow flow) throws IOException;
    }

    private static Contestant contestant(String name, GatewayProcess gateway, Flow flow) {
        return new Contestant(
                name,
                (atOnce, seconds) ->
                        rate(
                                gateway.port(),
                                atOnce,
                                seconds,
                                http -> flow.begin(new OAuthFlow(http, gateway.base()))));
    }

    private static Contestant bare(int port) {
        return new Contestant(
                BARE,
                (atOnce, seconds) ->
                        rate(
                                port,
                                atOnce,
                                seconds,
                                http ->
                                        () ->
                                                http.post(
                                                                "/fixed",
                                                                "application/x-www-form-urlencoded",
                                                                "",
                                                                "grant_type=refresh_token&client_id="
                                                                        + "c".repeat(32)
                                                                        + "&refresh_token="
                                                                        + "r".repeat(96))
                                                        .expect(200)));
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
