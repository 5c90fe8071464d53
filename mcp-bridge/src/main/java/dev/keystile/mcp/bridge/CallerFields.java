package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.UserId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the upstream is told.
 *
 * @param user null for nobody in particular
 * @param client may be empty
 */
record CallerFields(@Nullable UserId user, String client) {
    private static final CallerFields NONE = new CallerFields(null, "");

    static CallerFields of(Call call) {
        return switch (call) {
            case Call.Granted granted ->
                    new CallerFields(
                            granted.access().user(),
                            Text.clientName(granted.access().clientName()));
            case Call.WithKey keyed -> keyed.passUserId() ? said(keyed.request()) : NONE;
        };
    }

    void addTo(WritableHeaders<?> headers) {
        if (user != null) {
            headers.set(HeaderValues.create(McpHeaders.USER_ID, user.value()));
        }
        if (!client.isEmpty()) {
            headers.set(HeaderValues.create(McpHeaders.CLIENT_NAME, client));
        }
    }

    /** What the caller says of itself, where the upstream makes up its own mind about it. */
    private static CallerFields said(McpRequest request) {
        UserId user =
                request.resource().user() != null
                        ? request.resource().user()
                        : UserId.parse(single(request, McpHeaders.USER_ID)).orElse(null);
        return new CallerFields(user, Text.clientName(single(request, McpHeaders.CLIENT_NAME)));
    }

    private static String single(McpRequest request, HeaderName name) {
        var values = request.headers().values(name.lowerCase());
        return values.size() == 1 ? values.getFirst() : "";
    }
}
