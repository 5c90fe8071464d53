package dev.keystile.app.http;

import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The administration at the management socket, {@code /admin}. That socket is open before there is
 * anything to administer: until then it is not available. Safe for use by many threads.
 */
public final class AdminOffice implements HttpFeature {
    private final AdminSettings settings;
    private volatile @Nullable AdminParts parts;

    /** One that is not open yet. */
    public AdminOffice(AdminSettings settings) {
        this.settings = settings;
    }

    /** The gateway serves. */
    public void open(AdminParts what) {
        parts = what;
    }

    /** Adds the routes, if there is an admin. */
    @Override
    public void setup(HttpRouting.Builder routing) {
        if (settings.tokens().any()) {
            var guard = new AdminGuard(this::parts, new AdminOrigin(settings.base()));
            services(guard).forEach(routing::register);
            new AdminFailures().setup(routing);
        }
    }

    /** All there is at {@code /admin}. */
    static List<HttpService> services(AdminGuard guard) {
        return List.of(
                new AdminApi(guard),
                new AttemptRoutes(guard),
                new AdminDeeds(guard),
                new AdminRoutes(guard));
    }

    private Optional<AdminParts> parts() {
        return Optional.ofNullable(parts);
    }
}
