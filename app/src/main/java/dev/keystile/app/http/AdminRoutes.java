package dev.keystile.app.http;

import dev.keystile.app.pages.AdminPage;
import dev.keystile.app.pages.AdminPage.Said;
import dev.keystile.app.pages.AdminSignInPage;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OperatorSessions;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.util.Locale;
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

    /** An operator's session in a browser. */
    private record Session(OperatorRole role, Secret sealed) {
        String page() {
            return OperatorSessions.page(sealed).reveal();
        }
    }

    @Override
    public void routing(HttpRules rules) {
        for (AdminTab tab : AdminTab.values()) {
            MethodTable table = MethodTable.get((request, reply) -> show(request, reply, tab));
            rules.any(
                    tab.path(),
                    tab == AdminTab.OVERVIEW ? table.and(Method.POST, this::post) : table);
        }
        rules.register("/static", StaticContentFeature.createService(FILES));
    }

    private void show(ServerRequest request, Reply reply, AdminTab tab) {
        guard.open(request, reply)
                .ifPresent(parts ->
                        session(request, parts)
                                .ifPresentOrElse(
                                        session -> show(request, reply, parts, tab, session),
                                        () -> askToken(reply, Status.OK_200, null)));
    }

    private static void show(
            ServerRequest request, Reply reply, AdminParts parts, AdminTab tab, Session session) {
        Said said = said(AdminApi.parameter(request, "done"));
        show(new Asked(request), reply, parts, tab, session, Status.OK_200, said);
    }

    private static void show(
            Asked asked,
            Reply reply,
            AdminParts parts,
            AdminTab tab,
            Session session,
            Status status,
            @Nullable Said said) {
        var frame =
                new AdminPage.Frame(
                        tab.title(),
                        tab.path(),
                        session.page(),
                        session.role() == OperatorRole.ADMIN,
                        said,
                        AdminTab.links(tab));
        AdminProblem.page(reply, status, new AdminPage(frame, tab.content(parts, asked)).html());
    }

    private static @Nullable Said said(String done) {
        return switch (done) {
            case "yes" -> new Said(true, "Done.");
            case "no" -> new Said(true, "It was so before; nothing was changed.");
            case "unknown" -> new Said(false, "There is no such item any more.");
            case "full" -> new Said(false, "There are too many of these; nothing was changed.");
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
            change(reply, parts, form, session.get());
        }
    }

    private static boolean isPage(Session open, @Nullable Secret page) {
        return page != null && OperatorSessions.page(open.sealed()).equals(page);
    }

    private void signIn(ServerRequest request, Reply reply, AdminParts parts, Parameters form) {
        Secret token = form.secret("token");
        Optional<OperatorRole> role =
                token == null ? Optional.empty() : AdminGuard.role(request, parts, token);
        if (role.isEmpty()) {
            askToken(reply, Status.UNAUTHORIZED_401, "This is no operator's token.");
            return;
        }
        String who = role.get().name().toLowerCase(Locale.ROOT);
        parts.audit().append(new AuditLog.Deed(who, "operator.sign-in", "", ""));
        guard.cookie(request).write(reply, parts.sessions().open(role.get()));
        reply.redirect(Secret.of(PATH));
    }

    private static void change(Reply reply, AdminParts parts, Parameters form, Session session) {
        AdminTab from = AdminTab.at(form.value("from"));
        Optional<AdminChange> change = AdminChange.named(form.value("decision"));
        Optional<AdminSetting> setting = AdminSetting.named(form.value("decision"));
        if (change.isPresent()) {
            String id = AdminSetting.field(form, "id");
            back(reply, from, change.get().done(parts, id));
        } else if (setting.isPresent()) {
            switch (setting.get().take(parts, form)) {
                case AdminSetting.Outcome.Taken(boolean changed) ->
                        back(reply, from, changed ? "yes" : "full");
                case AdminSetting.Outcome.Malformed(String expected) ->
                        show(
                                new Asked(reply.request()),
                                reply,
                                parts,
                                from,
                                session,
                                Status.BAD_REQUEST_400,
                                new Said(false, "Nothing was changed: " + expected + "."));
            }
        } else {
            refuse(reply, Status.BAD_REQUEST_400, "There is nothing so called");
        }
    }

    private static void back(Reply reply, AdminTab to, String done) {
        reply.redirect(Secret.of(to.path() + "?done=" + done));
    }

    private Optional<Session> session(ServerRequest request, AdminParts parts) {
        Secret sealed = guard.cookie(request).read(request.headers());
        return sealed == null
                ? Optional.empty()
                : parts.sessions().resume(sealed).map(role -> new Session(role, sealed));
    }

    private static void askToken(Reply reply, Status status, @Nullable String problem) {
        AdminProblem.page(reply, status, new AdminSignInPage(problem).html());
    }

    private static void refuse(Reply reply, Status status, String why) {
        AdminProblem.tell(reply, status, "invalid_request", "This was not done", why);
    }
}
