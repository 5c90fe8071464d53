package dev.keystile.mcp.bridge;

import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes the version in the header of a request agree with the one in its message. Clients have been
 * seen that raise one of them and forget the other, and a strict upstream (MCP 2026-07-28) refuses
 * all they send. The message is right, since it says what the rest of it is written in.
 *
 * @param message what it says of itself
 */
record VersionRepair(Call call, MessageGlance message) {
    private static final Logger LOGGER = System.getLogger(VersionRepair.class.getName());
    private static final Pattern REVISION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    static VersionRepair of(Call call, byte[] body) {
        return new VersionRepair(call, MessageGlance.at(body));
    }

    /** Sets the field where there is something to mend; nothing is invented. */
    void applyTo(WritableHeaders<?> headers) {
        List<String> lines = headers.all(McpHeaders.PROTOCOL_VERSION, List::of);
        List<String> said =
                lines.stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(String::strip)
                        .distinct()
                        .toList();
        String right = isTrusted() ? message.version() : said.size() == 1 ? said.getFirst() : "";
        if (!said.isEmpty() && !right.isEmpty() && !lines.equals(List.of(right))) {
            headers.set(HeaderValues.create(McpHeaders.PROTOCOL_VERSION, right));
            LOGGER.log(Level.INFO, () -> "mcp.version-repaired " + call.name());
        }
    }

    /** Whether the other field of that revision is there and agrees, or is rightly not there. */
    private boolean isTrusted() {
        List<String> method = call.request().headers().values(McpHeaders.METHOD.lowerCase());
        return REVISION.matcher(message.version()).matches()
                && (SessionMessage.isModern(message.version())
                        ? method.equals(List.of(message.method()))
                        : method.isEmpty());
    }
}
