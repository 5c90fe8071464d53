package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.Network;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Bounds how many requests are worked on at once, of all callers and of each network; those of MCP
 * are not counted here. Where the limits are others than before, those that were let in under the
 * old ones are not counted.
 */
final class InFlight implements Filter {
    private static final Logger LOGGER = System.getLogger(InFlight.class.getName());
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Traffic traffic;
    private final AtomicReference<Gate> gate;
    private final Pages pages;
    private final Seldom refused;

    InFlight(Traffic traffic, Pages pages, LongSupplier nanoTime) {
        this.traffic = traffic;
        this.gate = new AtomicReference<>(Gate.of(traffic.requests().get()));
        this.pages = pages;
        this.refused = new Seldom(nanoTime);
    }

    /** What lets requests in by these limits. */
    private record Gate(RequestLimits by, FixedLimit limit, Shares shares) {
        static Gate of(RequestLimits limits) {
            return new Gate(
                    limits,
                    FixedLimit.builder()
                            .permits(limits.most())
                            .queueLength(limits.queue())
                            .queueTimeout(limits.patience())
                            .name("requests")
                            .build(),
                    new Shares(limits));
        }
    }

    private Gate gate() {
        RequestLimits now = traffic.requests().get();
        Gate used = gate.get();
        return used.by().equals(now)
                ? used
                : gate.updateAndGet(last -> last.by().equals(now) ? last : Gate.of(now));
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (McpRoutes.have(request.prologue().uriPath().rawPath())) {
            chain.proceed();
            return;
        }
        Gate through = gate();
        Network network = RequestScope.network(request, traffic.callers());
        if (!through.shares().enter(network)) {
            refuse(new Reply(request, response), network, "network");
            return;
        }
        try {
            if (!work(through.limit(), chain)) {
                refuse(new Reply(request, response), network, "all");
            }
        } finally {
            through.shares().leave(network);
        }
    }

    /** Whether there was a place to work on it. */
    private static boolean work(FixedLimit limit, FilterChain chain) {
        Optional<LimitAlgorithm.Token> place = limit.tryAcquire(true);
        try {
            place.ifPresent(_ -> chain.proceed());
            return place.isPresent();
        } finally {
            place.ifPresent(LimitAlgorithm.Token::ignore);
        }
    }

    /** {@code of}: whose places are all taken. */
    private void refuse(Reply reply, Network network, String of) {
        if (refused.isDue()) {
            LOGGER.log(
                    Level.WARNING,
                    "http.too-many-requests network={0} places-of={1} request={2}",
                    network.text(),
                    of,
                    RequestId.of(reply.request()));
        }
        Problem.UNAVAILABLE.answer(reply.retryAfter(WAIT), Status.SERVICE_UNAVAILABLE_503, pages);
    }
}
