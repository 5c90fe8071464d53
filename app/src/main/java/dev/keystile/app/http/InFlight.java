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

        Optional<LimitAlgorithm.Token> enter(Network network) {
            if (!shares.enter(network)) {
                return Optional.empty();
            }
            Optional<LimitAlgorithm.Token> token = limit.tryAcquire(true);
            if (token.isEmpty()) {
                shares.leave(network);
            }
            return token;
        }

        void leave(Network network, LimitAlgorithm.Token token) {
            token.ignore();
            shares.leave(network);
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
        Optional<LimitAlgorithm.Token> token = through.enter(network);
        if (token.isEmpty()) {
            if (refused.isDue()) {
                LOGGER.log(
                        Level.WARNING, "http.too-many-requests request={0}", RequestId.of(request));
            }
            Reply reply = new Reply(request, response).retryAfter(WAIT);
            Problem.UNAVAILABLE.answer(reply, Status.SERVICE_UNAVAILABLE_503, pages);
            return;
        }
        try {
            chain.proceed();
        } finally {
            through.leave(network, token.get());
        }
    }
}
