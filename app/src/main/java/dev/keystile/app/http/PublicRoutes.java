package dev.keystile.app.http;

import dev.keystile.app.pages.Brand;
import dev.keystile.app.pages.Pages;
import dev.keystile.app.pages.Texts;
import dev.keystile.app.trace.Tracing;
import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.Issuer;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.function.Supplier;

/**
 * All that the public socket answers.
 *
 * @param offer what clients connect to
 * @param calls where MCP calls go
 * @param watch who looks on
 * @param brand whose pages these are
 * @param demoKeys what the start page offers for trying out, as it is now; empty with a real
 *     upstream
 */
public record PublicRoutes(
        AuthorizationServer server,
        Offer offer,
        McpCalls calls,
        Traffic traffic,
        Watch watch,
        Brand brand,
        Supplier<List<String>> demoKeys)
        implements HttpFeature {
    /**
     * Adds filters, routes and error answers. The order of the filters matters: each sees what
     * those after it refuse.
     */
    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.addFilter((chain, _, _) -> offer.hold(chain::proceed))
                .addFilter(new AccessLog(traffic.callers(), watch.meter()));
        if (!watch.tracing().equals(Tracing.OFF)) {
            routing.addFilter(new TracedRequests(watch.tracing()));
        }
        StrictTransport transport = StrictTransport.of(issuer());
        if (transport.on()) {
            routing.addFilter(transport);
        }
        routing.addFilter(new ConnectionClose(watch.stopping()))
                .addFilter(new NoSniff())
                .addFilter(new Cors())
                .addFilter(new HostCheck(issuer()))
                .addFilter(new PlainPath(pages()))
                .addFilter(new InFlight(traffic, pages(), System::nanoTime));
        routes(routing);
        new ErrorAnswers(pages()).setup(routing);
    }

    private void routes(HttpRouting.Builder routing) {
        var cookie = BindingCookie.of(issuer());
        var limits = new Limits(traffic, pages());
        var answers = new ConsentAnswers(pages());
        var forms = new OwnForms(new SameOrigin(issuer()), answers);
        var session = BindingCookie.account(issuer());
        var identities =
                new IdentityRoutes(server.identityLogin(), answers, cookie, session, limits);
        routing.register(new WellKnownRoutes(server.metadata(), offer, watch.observer()))
                .register(new RegistrationRoutes(server.registration(), limits))
                .register(new ClientManagementRoutes(server.clientManagement(), limits))
                .register(new AuthorizeRoutes(server.authorization(), answers, cookie, limits))
                .register(new ConsentRoutes(server.authorization(), answers, cookie, forms, limits))
                .register(identities)
                .register(
                        new AccountRoutes(
                                server.accountAccess(),
                                identities,
                                answers,
                                session,
                                forms,
                                limits))
                .register(new TokenRoutes(server.tokens(), limits))
                .register(new RevocationRoutes(server.revocation(), limits))
                .register(new IntrospectionRoutes(server.introspection(), limits))
                .register(new McpRoutes(offer, calls, traffic.callers()))
                .register(new BrandRoutes(brand))
                .register(new StartPageRoutes(pages(), demoKeys));
    }

    /** The pages it answers with. */
    Pages pages() {
        return new Pages(
                offer, Texts.ENGLISH.of(brand), server.identityLogin().provider().orElse(null));
    }

    /** The base of all its URLs. */
    Issuer issuer() {
        return offer.get().issuer();
    }
}
