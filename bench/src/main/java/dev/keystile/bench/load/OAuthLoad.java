package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import dev.keystile.bench.load.Contest.Effort;
import dev.keystile.bench.load.Contest.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Registration, the whole flow and refreshes, beside what the web server can do at most and beside
 * other authorization servers.
 */
final class OAuthLoad {
    /** What is done, as the report calls it. */
    static final String REFRESHES = "refresh with rotation";

    private static final String FLOWS = "authorization code flow";
    static final String REQUESTS = "requests of these flows";
    static final String REGISTRATIONS = "registration";

    private static final int AT_ONCE = 16;

    private final Effort effort;
    private final int bare;
    private final List<AuthorizationServer> gateways = new ArrayList<>();
    private final List<AuthorizationServer> peers = new ArrayList<>();

    private OAuthLoad(Site site, Effort effort) throws Exception {
        this.effort = effort;
        this.bare = site.bareServer();
        for (var store : site.stores()) {
            gateways.add(
                    ConsentPages.of(
                            "keystile, " + store.name(),
                            site.gateway(OAuthWork.SHORT_GRACE, store)));
        }
        for (Peer peer : Peer.all()) {
            if (peer.isInstalled()) {
                peers.add(peer.start(site));
            }
        }
    }

    static String report(Site site, Effort effort) throws Exception {
        return new OAuthLoad(site, effort).report();
    }

    private String report() throws Exception {
        int[] requests = requests();
        Contest refreshes = contest(OAuthWork::refreshes);
        Contest flows = contest(OAuthWork::flows);
        Contest registrations = contest(OAuthWork::registrations);
        var report =
                new StringBuilder(
                        "| work | by | a second, median | to the bare server |\n|---|---|---|---|\n");
        report.append(refreshes.lines(REFRESHES, BareServer.NAME))
                .append(flows.lines(FLOWS, BareServer.NAME))
                .append(flows.times(requests).lines(REQUESTS, BareServer.NAME))
                .append(registrations.lines(REGISTRATIONS, BareServer.NAME));
        if (!peers.isEmpty()) {
            report.append("\n| ")
                    .append(gateways.getFirst().name())
                    .append(" | to | ratio |\n|---|---|---|\n")
                    .append(toPeers(REFRESHES, refreshes))
                    .append(toPeers(FLOWS, flows))
                    .append(toPeers(REGISTRATIONS, registrations));
        }
        return report.append('\n').append(sizes(requests)).append(missing()).toString();
    }

    /** How many requests a flow takes: one at the bare server, then as all others take. */
    private int[] requests() throws IOException, InterruptedException {
        int[] requests = new int[1 + all().size()];
        requests[0] = 1;
        for (int i = 1; i < requests.length; i++) {
            requests[i] = OAuthFlow.rehearse(all().get(i - 1));
        }
        return requests;
    }

    private List<AuthorizationServer> all() {
        return Stream.concat(gateways.stream(), peers.stream()).toList();
    }

    private Contest contest(Function<AuthorizationServer, Work> work) throws Exception {
        List<Contestant> contestants =
                new ArrayList<>(
                        List.of(new Contestant(BareServer.NAME, OAuthWork.bareRequests(bare))));
        all().forEach(server -> contestants.add(new Contestant(server.name(), work.apply(server))));
        return Contest.of(contestants, AT_ONCE, effort);
    }

    private String toPeers(String work, Contest contest) {
        return peers.stream()
                .map(peer ->
                        "| %s | %s | %s |\n"
                                .formatted(
                                        work,
                                        peer.name(),
                                        contest.compared(gateways.getFirst().name(), peer.name())))
                .collect(Collectors.joining());
    }

    private String sizes(int[] requests) {
        return IntStream.range(0, all().size())
                .mapToObj(i -> requests[i + 1] + " at " + all().get(i).name())
                .collect(Collectors.joining("; ", "Requests in a flow: ", ".\n"));
    }

    private static String missing() {
        return Peer.all().stream()
                .filter(peer -> !peer.isInstalled())
                .map(peer -> "Not measured, as it is not installed: " + peer.name() + ".\n")
                .collect(Collectors.joining());
    }
}
