package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the pages of the administration write things. */
final class AdminText {
    private AdminText() {}

    /** To the minute, in UTC. */
    static String at(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString().substring(0, 16).replace('T', ' ');
    }

    /** To the second, in UTC. */
    static String second(Instant instant) {
        return instant.toString().substring(0, 19).replace('T', ' ');
    }

    /** The same as a cell. */
    static Text time(@Nullable Instant instant) {
        return Text.marked(at(instant), Look.TIME);
    }

    /** For a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Whether something answers. */
    static Text up(boolean up) {
        return up ? Text.marked("up", Look.GOOD) : Text.marked("down", Look.BAD);
    }

    /** A number that had better be zero. */
    static Text bad(long number) {
        return number == 0 ? Text.of(0) : Text.marked(Long.toString(number), Look.BAD);
    }

    /** What a client calls itself, else its id. */
    static String name(Administration all, String client) {
        return Optional.of(client)
                .flatMap(id -> all.client(new ClientId(id)))
                .map(ClientSummary::name)
                .orElse(client);
    }

    /** A duration as the classes of calls have it. */
    static String millis(long millis) {
        return millis == 0 ? "" : millis > 60_000 ? "over 60000 ms" : millis + " ms";
    }
}
