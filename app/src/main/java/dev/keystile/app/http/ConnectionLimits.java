package dev.keystile.app.http;

import java.time.Duration;

/**
 * What connections a socket takes.
 *
 * @param total most of them at once; at least 1. More wait until one is closed
 * @param perNetwork most of them from one network that is not known to be shared by very many
 *     people; at least 1. One more is answered 503, or closed where TLS is to be spoken
 * @param patience how long a client may take for the head of a request, for each pause in its body,
 *     and to take each piece of an answer; more than 0
 */
public record ConnectionLimits(int total, int perNetwork, Duration patience) {
    /** What suits a gateway that the internet reaches. */
    public static final ConnectionLimits DEFAULTS =
            new ConnectionLimits(10_000, 2_000, Duration.ofSeconds(30));
}
