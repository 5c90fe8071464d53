package dev.keystile.app.http;

import dev.keystile.app.log.Verbosity;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.AuditLog;
import dev.keystile.oauth.api.Doctor;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.impl.OperatorSessions;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What is administered, once the gateway serves.
 *
 * @param version that is running
 * @param resources what clients connect to, as it is now
 * @param configuration how it stands with the file of settings
 * @param traffic how the administration's own requests are known and limited
 */
public record AdminParts(
        String version,
        Supplier<ProtectedResources> resources,
        Reloading configuration,
        Administration administration,
        LimitControl limits,
        Analytics analytics,
        Doctor doctor,
        AuditLog audit,
        Health health,
        Verbosity verbosity,
        OperatorSessions sessions,
        Traffic traffic,
        InstantSource clock) {}
