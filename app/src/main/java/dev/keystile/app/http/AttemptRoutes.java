package dev.keystile.app.http;

import dev.keystile.oauth.api.Parameters;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** Attempts to connect, as JSON for operators: {@code /admin/api/attempts}, and one by its id. */
final class AttemptRoutes implements HttpService {
    private static final String PATH = "/admin/api/attempts";

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
                .flatMap(sent ->
                        new AttemptQuery(parts.resources().get(), parts.clock().instant())
                                .read(sent::value))
                .ifPresentOrElse(
                        query ->
                                reply.json(
                                        Status.OK_200,
                                        AttemptJson.page(parts.doctor().list(query))),
                        () ->
                                reply.error(
                                        Status.BAD_REQUEST_400,
                                        "invalid_request",
                                        AttemptQuery.EXPECTED));
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
}
