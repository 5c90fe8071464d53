package dev.keystile.oauth.impl;

import java.time.Duration;

/**
 * What a fetch of a stranger's document may cost.
 *
 * @param connect for each address of the host
 * @param total for everything, from the name service to the last byte
 * @param bytes of the document
 * @param atOnce how many fetches run at the same time; nobody waits for the end of one
 * @param perMinute how often one host, and one address, is asked for what was never read before,
 *     and how often for one URL that was
 */
record FetchLimits(Duration connect, Duration total, int bytes, int atOnce, int perMinute) {
    static final FetchLimits DEFAULT =
            new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 16 * 1024, 32, 120);
}
