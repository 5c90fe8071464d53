package dev.keystile.app.http;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets operators in, and nobody else: by a token, or by the session that their browser holds. By a
 * session something is changed only from a page of ours.
 */
record AdminGuard(Supplier<Optional<AdminParts>> office, AdminOrigin origin) {
    private static final Logger LOGGER = System.getLogger(AdminGuard.class.getName());

    /** What answers an operator. */
    @FunctionalInterface
    interface ForOperators {
        /** Gives exactly one answer. */
        void answer(ServerRequest request, Reply reply, AdminParts parts);
    }

    /** An endpoint that shows something. */
    Endpoint reading(ForOperators endpoint) {
        return (request, reply) -> admit(request, reply, OperatorRole.VIEWER, endpoint);
    }

    /** An endpoint that changes something. */
    Endpoint writing(ForOperators endpoint) {
        return (request, reply) -> admit(request, reply, OperatorRole.ADMIN, endpoint);
    }

    private void admit(
            ServerRequest request, Reply reply, OperatorRole needed, ForOperators endpoint) {
        open(request, reply)
                .ifPresent(parts -> {
                    if (permits(request, reply, parts, needed)) {
                        endpoint.answer(request, reply, parts);
                    }
                });
    }

    /** What is administered, for a request that may come in; else the request is answered. */
    Optional<AdminParts> open(ServerRequest request, Reply reply) {
        Optional<AdminParts> parts = office.get();
        if (parts.isEmpty()) {
            AdminProblem.unavailable(
                    reply, StoreUnavailableException.RETRY_AFTER, "The gateway is starting.");
        } else if (!origin.admits(request)) {
            AdminProblem.tell(
                    reply,
                    Status.FORBIDDEN_403,
                    "invalid_request",
                    "Not by this name",
                    "The administration answers this machine, and management.base-url, only");
        } else if (passes(request, reply, parts.get())) {
            return parts;
        }
        return Optional.empty();
    }

    private static boolean passes(ServerRequest request, Reply reply, AdminParts parts) {
        Traffic traffic = parts.traffic();
        var charge = Charge.in(traffic.callers().network(request), LimitRule.ADMIN_NETWORK);
        if (traffic.limiter().take(List.of(charge)) instanceof LimitDecision.Limited limit) {
            Limits.tell(reply, limit);
            AdminProblem.tell(
                    reply,
                    Status.TOO_MANY_REQUESTS_429,
                    "too_many_requests",
                    "Too many requests",
                    Problem.tooMany(limit).explanation());
            return false;
        }
        return true;
    }

    private boolean permits(
            ServerRequest request, Reply reply, AdminParts parts, OperatorRole needed) {
        Secret token = Bearer.token(request);
        Optional<OperatorRole> role =
                token == null ? session(request, parts) : role(request, parts, token);
        boolean forged =
                token == null
                        && needed == OperatorRole.ADMIN
                        && !origin.sameOrigin(request.headers());
        if (role.isEmpty()) {
            Bearer.refuse(reply, token != null);
        } else if (forged || !role.get().covers(needed)) {
            reply.error(
                    Status.FORBIDDEN_403,
                    forged ? "invalid_request" : "insufficient_scope",
                    forged ? "This came from a page of another site" : "Only an admin may do this");
        } else {
            return true;
        }
        return false;
    }

    /** Whose token it is; empty when it is nobody's, which the log says. */
    static Optional<OperatorRole> role(ServerRequest request, AdminParts parts, Secret token) {
        Optional<OperatorRole> role = parts.sessions().role(token);
        if (role.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "operator.refused network={0}",
                    parts.traffic().callers().network(request).text());
        }
        return role;
    }

    /** Whose session the browser holds; empty when it holds none. */
    Optional<OperatorRole> session(ServerRequest request, AdminParts parts) {
        return Optional.ofNullable(cookie(request).read(request.headers()))
                .flatMap(parts.sessions()::resume);
    }

    /** The cookie that holds a session. */
    BindingCookie cookie(ServerRequest request) {
        return BindingCookie.admin(origin.secure(request.headers()), request.localPeer().port());
    }
}
