package dev.keystile.app.demo;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Decides from the headers of a request whose memories it may touch. */
final class DemoAccess {
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final HeaderName USER_ID = HeaderNames.create("x-user-id");
    private static final List<String> LOOPBACK_HOSTS = List.of("localhost", "127.0.0.1", "[::1]");

    private final Map<String, String> userByKey;

    DemoAccess(List<DemoKey> keys) {
        this.userByKey = keys.stream().collect(toUnmodifiableMap(DemoKey::key, DemoKey::user));
    }

    /** What the check found. */
    sealed interface Decision {
        /** The key belongs to this user, and nothing speaks against it. */
        record Allowed(String user) implements Decision {}

        /** No; the message says why. */
        record Refused(Status status, String message) implements Decision {}
    }

    /** Checks key, user id (if there is one) and origin (if there is one). */
    Decision check(Headers headers) {
        if (!headers.all(HeaderNames.ORIGIN, List::of).stream().allMatch(DemoAccess::loopback)) {
            return new Decision.Refused(
                    Status.FORBIDDEN_403, "This origin may not call the demo server.");
        }
        var keys = headers.all(API_KEY, List::of);
        if (keys.isEmpty()) {
            return new Decision.Refused(
                    Status.UNAUTHORIZED_401, "Send an API key in the header x-api-key.");
        }
        return checkPair(keys, headers.all(USER_ID, List::of));
    }

    private Decision checkPair(List<String> keys, List<String> userIds) {
        var user = keys.size() == 1 ? userByKey.getOrDefault(keys.getFirst(), "") : "";
        if (user.isEmpty()) {
            return new Decision.Refused(Status.UNAUTHORIZED_401, "This API key is not known.");
        }
        return userIds.stream().allMatch(user::equals)
                ? new Decision.Allowed(user)
                : new Decision.Refused(
                        Status.FORBIDDEN_403,
                        "This API key does not belong to the user in x-user-id.");
    }

    /** A page elsewhere could reach this port through DNS rebinding, and the keys are no secret. */
    private static boolean loopback(String origin) {
        try {
            var host = URI.create(origin).getHost();
            return host != null && LOOPBACK_HOSTS.contains(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
