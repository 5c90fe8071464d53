package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitFields;
import dev.keystile.oauth.api.LimitRule;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Counts requests, tells every answer what is left, and answers those that are too many. */
record Limits(Traffic traffic, Pages pages) {
    /** An endpoint of which each network may ask for so much. */
    Endpoint perNetwork(LimitRule rule, Endpoint endpoint) {
        return (request, reply) -> {
            if (passes(request, reply, rule)) {
                endpoint.answer(request, reply);
            }
        };
    }

    /** Whether the request's network may go on; else the request is answered. */
    boolean passes(ServerRequest request, Reply reply, LimitRule rule) {
        return passes(reply, Charge.in(RequestScope.network(request, traffic.callers()), rule));
    }

    /** Whether somebody in the request's network may go on; else the request is answered. */
    boolean passes(ServerRequest request, Reply reply, LimitRule rule, String whose) {
        return passes(
                reply, Charge.in(RequestScope.network(request, traffic.callers()), rule, whose));
    }

    /**
     * Reads a client's form and hands it on if whoever says to be that client may go on.
     *
     * @param whose who that is; empty for all of the network
     */
    void read(
            ServerRequest request,
            Reply reply,
            LimitRule rule,
            Function<ClientRequest, String> whose,
            Consumer<ClientRequest> next) {
        ClientForms.read(
                request,
                reply,
                sent -> {
                    if (passes(request, reply, rule, whose.apply(sent))) {
                        next.accept(sent);
                    }
                });
    }

    /** Answers a request that is too many. */
    void refuse(Reply reply, LimitDecision.Limited limit) {
        tell(reply, limit);
        Problem.tooMany(limit).answer(reply, Status.TOO_MANY_REQUESTS_429, pages);
    }

    /** Answers with a page of its own that something is too many. */
    static void refuse(
            Reply reply,
            LimitDecision.Limited limit,
            Pages pages,
            BiFunction<Pages, Duration, String> page) {
        tell(reply, limit);
        reply.page(Status.TOO_MANY_REQUESTS_429, pages, in -> page.apply(in, limit.retryAfter()));
    }

    /** Says in the header what is left. */
    static void tell(Reply reply, LimitDecision decision) {
        LimitFields.of(decision)
                .forEach((name, value) ->
                        reply.with(HeaderValues.create(HeaderNames.create(name), value)));
    }

    private boolean passes(Reply reply, Charge charge) {
        LimitDecision decision = traffic.limiter().take(List.of(charge));
        if (decision instanceof LimitDecision.Limited limit) {
            refuse(reply, limit);
            return false;
        }
        tell(reply, decision);
        return true;
    }
}
