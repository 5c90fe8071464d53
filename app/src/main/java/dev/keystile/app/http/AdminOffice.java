package dev.keystile.app.http;

import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
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
            routing.register(new AdminApi(guard))
                    .register(new AttemptRoutes(guard))
                    .register(new AdminDeeds(guard))
                    .register(new AdminRoutes(guard));
            AdminFailures.setup(routing);
        }
    }

    private Optional<AdminParts> parts() {
        return Optional.ofNullable(parts);
    }
}
