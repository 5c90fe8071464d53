package dev.keystile.bench.load;

import dev.keystile.bench.RedisServer;
import dev.keystile.bench.Stock;
import dev.keystile.bench.load.Contest.Contestant;
import dev.keystile.bench.load.Contest.Effort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calls and refreshes at gateways whose stores hold few grants, many, and very many. */
final class GrantsLoad {
    private static final int AT_ONCE = 16;

    private final Site site;
    private final Effort effort;
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<Contestant> calls = new ArrayList<>();
    private final List<Contestant> refreshes = new ArrayList<>();
    private final StringBuilder sizes = new StringBuilder();

    private GrantsLoad(Site site, Effort effort) {
        this.site = site;
        this.effort = effort;
    }

    static String report(Site site, Effort effort) throws Exception {
        return ofFiles(site, effort) + ofRedis(site, effort);
    }

    private static String ofFiles(Site site, Effort effort) throws Exception {
        var load = new GrantsLoad(site, effort);
        for (int count : effort.grants()) {
            Path folder = site.folder();
            load.add(count, Stock.inFile(folder, count), Site.file(folder));
        }
        return load.report("the file");
    }

    /** Empty where there is none. */
    private static String ofRedis(Site site, Effort effort) throws Exception {
        var program = RedisServer.onThePath();
        if (program.isEmpty()) {
            return "";
        }
        var load = new GrantsLoad(site, effort);
        for (int count : effort.grants()) {
            var server = RedisServer.start(program.get(), site.folder());
            load.add(count, Stock.inRedis(server, count), Site.redis(server));
        }
        return "\n" + load.report("Redis");
    }

    private void add(int count, Stock stock, Site.Store store) throws Exception {
        String name = name(count);
        var gateway = site.gateway(OAuthWork.SHORT_GRACE, store);
        gateways.add(gateway);
        var server = ConsentPages.of(name, gateway);
        Wrk wrk =
                Wrk.callingInTurn(
                        site.folder(),
                        OAuthWork.accessTokens(server, AT_ONCE, effort.called() / AT_ONCE));
        calls.add(
                new Contestant(
                        name, (atOnce, seconds) -> wrk.rate(gateway.uri("/mcp"), atOnce, seconds)));
        refreshes.add(new Contestant(name, OAuthWork.refreshes(server)));
        sizes.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f |%n",
                        name,
                        stock.grantBytes(),
                        stock.clientBytes()));
    }

    private String report(String store) throws Exception {
        String least = name(effort.grants().getFirst());
        String report =
                "| grants in "
                        + store
                        + " | bytes for each, with its account | bytes for each client |\n|---|---|---|\n"
                        + sizes
                        + "\n| work | grants in "
                        + store
                        + " | a second, median | to "
                        + least
                        + " |\n|---|---|---|---|\n"
                        + Contest.of(calls, AT_ONCE, effort).lines("calls", least)
                        + Contest.of(refreshes, AT_ONCE, effort)
                                .lines("refresh with rotation", least);
        for (GatewayProcess gateway : gateways) {
            gateway.end();
        }
        return report;
    }

    private static String name(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
