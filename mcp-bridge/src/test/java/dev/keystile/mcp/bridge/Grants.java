package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.GrantId;

/** Accesses that differ in their grant. */
final class Grants {
    private Grants() {}

    static Access of(Access access, GrantId grant) {
        return new Access(
                grant,
                access.account(),
                access.client(),
                access.clientName(),
                access.resource(),
                access.scope(),
                access.tools(),
                access.user(),
                access.apiKey());
    }
}
