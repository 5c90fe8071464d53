package dev.keystile.app.http;

import dev.keystile.app.pages.AdminPage;
import dev.keystile.app.pages.AdminSignInPage;
import dev.keystile.app.pages.PageHeaders;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OperatorSessions;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of the administration and their forms. */
final class AdminRoutes implements HttpService {
    static final String PATH = "/admin";

    private static final ClasspathHandlerConfig FILES = ClasspathHandlerConfig.create("static");

    private final AdminGuard guard;

    AdminRoutes(AdminGuard guard) {
        this.guard = guard;
    }

    /** The pages, by their paths. */
    private enum Tab {
        OVERVIEW,
        CLIENTS,
        GRANTS,
        ACCOUNTS,
        CONNECTORS,
        LIMITS,
        AUDIT;

        String path() {
            return this == OVERVIEW ? PATH : PATH + "/" + name().toLowerCase(Locale.ROOT);
        }

        AdminViews.Content content(AdminViews views) {
            return switch (this) {
                case OVERVIEW -> views.overview();
                case CLIENTS -> views.clients();
                case GRANTS -> views.grants();
                case ACCOUNTS -> views.accounts();
                case CONNECTORS -> views.connectors();
                case LIMITS -> views.limits();
                case AUDIT -> views.audit();
            };
        }

        String title() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** An operator's session in a browser. */
    private record Session(OperatorRole role, Secret sealed) {
        String page() {
            return OperatorSessions.page(sealed).reveal();
        }
    }

    @Override
    public void routing(HttpRules rules) {
        for (Tab tab : Tab.values()) {
            MethodTable table = MethodTable.get((request, reply) -> show(request, reply, tab));
            rules.any(tab.path(), tab == Tab.OVERVIEW ? table.and(Method.POST, this::post) : table);
        }
        rules.register("/static", StaticContentFeature.createService(FILES));
    }

    private void show(ServerRequest request, Reply reply, Tab tab) {
        guard.open(request, reply)
                .ifPresent(parts ->
                        session(request, parts)
                                .ifPresentOrElse(
                                        session -> show(request, reply, parts, tab, session),
                                        () -> askToken(reply, Status.OK_200, null)));
    }

    private static void show(
            ServerRequest request, Reply reply, AdminParts parts, Tab tab, Session session) {
        var asked =
                new ListRequest(
                        AdminApi.parameter(request, "search"),
                        ListPosition.parse(AdminApi.parameter(request, "after")).orElse(null),
                        ListRequest.MOST);
        var views =
                new AdminViews(
                        parts, asked, AdminApi.number(AdminApi.parameter(request, "before")));
        AdminViews.Content content = tab.content(views);
        page(
                reply,
                Status.OK_200,
                new AdminPage(
                                tab.title(),
                                tab.path(),
                                session.page(),
                                session.role() == OperatorRole.ADMIN,
                                said(AdminApi.parameter(request, "done")),
                                tabs(tab),
                                content.tiles(),
                                content.charts(),
                                content.sheets())
                        .html());
    }

    private static List<AdminPage.Tab> tabs(Tab here) {
        return Arrays.stream(Tab.values())
                .map(tab -> new AdminPage.Tab(tab.path(), tab.title(), tab == here))
                .toList();
    }

    private static @Nullable String said(String done) {
        return switch (done) {
            case "yes" -> "Done.";
            case "no" -> "It was so before; nothing was changed.";
            case "unknown" -> "There is no such item any more.";
            default -> null;
        };
    }

    private void post(ServerRequest request, Reply reply) {
        guard.open(request, reply)
                .ifPresent(parts -> {
                    if (!guard.origin().sameOrigin(request.headers())) {
                        refuse(
                                reply,
                                Status.FORBIDDEN_403,
                                "This came from a page of another site");
                        return;
                    }
                    switch (Form.read(request)) {
                        case Form.Read(Parameters form) -> take(request, reply, parts, form);
                        case Form.Unreadable(Status status, String description) ->
                                refuse(reply, status, description);
                    }
                });
    }

    private void take(ServerRequest request, Reply reply, AdminParts parts, Parameters form) {
        if ("sign-in".equals(form.value("decision"))) {
            signIn(request, reply, parts, form);
            return;
        }
        Optional<Session> session =
                session(request, parts).filter(open -> isPage(open, form.secret("page")));
        if (session.isEmpty()) {
            askToken(reply, Status.UNAUTHORIZED_401, "The session is over. Sign in again.");
        } else if ("sign-out".equals(form.value("decision"))) {
            guard.cookie(request).clear(reply);
            reply.redirect(Secret.of(PATH));
        } else if (!session.get().role().covers(OperatorRole.ADMIN)) {
            refuse(reply, Status.FORBIDDEN_403, "Only an admin may do this");
        } else {
            change(reply, parts, form);
        }
    }

    private static boolean isPage(Session open, @Nullable Secret page) {
        return page != null && OperatorSessions.page(open.sealed()).equals(page);
    }

    private void signIn(ServerRequest request, Reply reply, AdminParts parts, Parameters form) {
        Secret token = form.secret("token");
        Optional<OperatorRole> role = parts.sessions().role(token == null ? Secret.of("") : token);
        if (role.isEmpty()) {
            askToken(reply, Status.UNAUTHORIZED_401, "This is no operator's token.");
            return;
        }
        String who = role.get().name().toLowerCase(Locale.ROOT);
        parts.audit().append(new AuditLog.Deed(who, "operator.sign-in", "", ""));
        guard.cookie(request).write(reply, parts.sessions().open(role.get()));
        reply.redirect(Secret.of(PATH));
    }

    private static void change(Reply reply, AdminParts parts, Parameters form) {
        String from = Objects.requireNonNullElse(form.value("from"), "");
        boolean known = Arrays.stream(Tab.values()).anyMatch(tab -> tab.path().equals(from));
        AdminChange.named(form.value("decision"))
                .ifPresentOrElse(
                        change -> {
                            String id = Objects.requireNonNullElse(form.value("id"), "");
                            String done = change.done(parts, id);
                            reply.redirect(Secret.of((known ? from : PATH) + "?done=" + done));
                        },
                        () -> refuse(reply, Status.BAD_REQUEST_400, "There is nothing so called"));
    }

    private Optional<Session> session(ServerRequest request, AdminParts parts) {
        Secret sealed = guard.cookie(request).read(request.headers());
        return sealed == null
                ? Optional.empty()
                : parts.sessions().resume(sealed).map(role -> new Session(role, sealed));
    }

    private static void askToken(Reply reply, Status status, @Nullable String problem) {
        page(reply, status, new AdminSignInPage(problem).html());
    }

    private static void refuse(Reply reply, Status status, String why) {
        reply.error(status, "invalid_request", why);
    }

    private static void page(Reply reply, Status status, String html) {
        PageHeaders.ALL.forEach(
                (name, value) -> reply.with(HeaderValues.create(HeaderNames.create(name), value)));
        reply.with(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8"))
                .send(status, html.getBytes(StandardCharsets.UTF_8));
    }
}
