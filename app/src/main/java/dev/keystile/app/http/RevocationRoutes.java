package dev.keystile.app.http;

import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Revocation;
import dev.keystile.oauth.api.RevocationOutcome;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;

/** The revocation endpoint (RFC 7009). */
final class RevocationRoutes implements HttpService {
    private final Revocation revocation;
    private final Limits limits;

    RevocationRoutes(Revocation revocation, Limits limits) {
        this.revocation = revocation;
        this.limits = limits;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(
                "/oauth/revoke",
                MethodTable.post(limits.perNetwork(LimitRule.REVOCATION_NETWORK, this::revoke)));
    }

    private void revoke(ServerRequest request, Reply reply) {
        ClientForms.read(request, reply, sent -> answer(revocation.revoke(sent), reply));
    }

    private static void answer(RevocationOutcome outcome, Reply reply) {
        switch (outcome) {
            case RevocationOutcome.Done() -> reply.empty(Status.OK_200);
            case RevocationOutcome.Refused(var failure) -> ClientForms.refuse(reply, failure);
            case RevocationOutcome.Busy(var retryAfter) -> reply.unavailable(retryAfter);
        }
    }
}
