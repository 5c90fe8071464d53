package dev.keystile.app.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All paths of the administration, as they are routed. */
final class AdminPaths {
    /** A path. */
    record Route(String path, Set<Method> methods) {
        boolean isPage() {
            return !path.startsWith(AdminApi.BASE);
        }

        boolean shows() {
            return methods.contains(Method.GET);
        }

        boolean changes() {
            return methods.contains(Method.POST);
        }

        /** With what it asks for in its query. */
        String asked() {
            return switch (path) {
                case "/admin/api/analytics" -> path + "?by=step&span=day&last=1";
                case "/admin/api/client", "/admin/api/grant", "/admin/api/account" ->
                        path + "?id=some";
                default -> path.replace("{id}", "some");
            };
        }
    }

    private AdminPaths() {}

    static List<Route> all() {
        List<Route> routes = new ArrayList<>();
        var guard = new AdminGuard(Optional::empty, new AdminOrigin(null));
        AdminOffice.services(guard).forEach(service -> service.routing(recorder(routes)));
        return routes;
    }

    private static HttpRules recorder(List<Route> routes) {
        return (HttpRules)
                Proxy.newProxyInstance(
                        AdminPaths.class.getClassLoader(),
                        new Class<?>[] {HttpRules.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("any")
                                    && arguments[0] instanceof String path
                                    && arguments[1] instanceof Handler[] handlers) {
                                routes.add(new Route(path, ((MethodTable) handlers[0]).methods()));
                            }
                            return proxy;
                        });
    }
}
