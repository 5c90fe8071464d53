package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ToolPolicy;
import io.helidon.http.Method;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Asks for the tools just as the client of a call would: with its key, in its session and its
 * revision of MCP, by the same way. For one thread.
 */
final class ToolListing {
    private static final int MOST_PAGES = 20;
    private static final int MOST_TOOLS = 5000;
    private static final Set<String> OF_THE_CALL =
            Set.of("content-type", "last-event-id", "mcp-method", "mcp-name");

    private final Call.Granted call;
    private final RpcBody.Messages messages;
    private final ToolGate.Onward upstream;
    private final ToolHints hints;
    private final int longest;
    private final Map<String, Boolean> readOnly = new HashMap<>();

    /** A listing in the place of this call. */
    ToolListing(
            Call.Granted call,
            RpcBody.Messages messages,
            ToolGate.Onward upstream,
            ToolHints hints,
            int longest) {
        this.call = call;
        this.messages = messages;
        this.upstream = upstream;
        this.hints = hints;
        this.longest = longest;
    }

    /** What came of it. */
    sealed interface Outcome {
        /**
         * The tools.
         *
         * @param readOnly whether they are marked so, by name
         * @param at when they were asked for
         */
        record Listed(Map<String, Boolean> readOnly, Instant at) implements Outcome {
            /** Copies the map. */
            public Listed {
                readOnly = Map.copyOf(readOnly);
            }

            boolean allows(ToolPolicy policy, String tool) {
                return policy.allows(tool, readOnly.getOrDefault(tool, false));
            }
        }

        /** There was none; the call would have ended in the same way. */
        record Failed(CapturedAnswer answer) implements Outcome {}
    }

    Outcome run(Instant now) throws IOException {
        String cursor = "";
        for (int page = 1; page <= MOST_PAGES && readOnly.size() < MOST_TOOLS; page++) {
            CapturedAnswer answer = ask("keystile-" + now.toEpochMilli() + "-" + page, cursor);
            JsonObject result = answer.result().orElse(null);
            if (result == null && answer.errorCode() == RpcMessage.METHOD_NOT_FOUND) {
                break;
            }
            if (result == null || !(result.get("tools") instanceof JsonArray)) {
                return new Outcome.Failed(answer);
            }
            note(hints.complete(result).getJsonArray("tools"));
            cursor = Json.string(result, "nextCursor");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return new Outcome.Listed(readOnly, now);
    }

    private void note(JsonArray tools) {
        for (JsonValue listed : tools) {
            if (listed instanceof JsonObject tool) {
                // Of two with one name the one that may do more counts.
                readOnly.merge(
                        Json.string(tool, "name"),
                        ToolFilter.isReadOnly(tool),
                        Boolean::logicalAnd);
            }
        }
    }

    private CapturedAnswer ask(String id, String cursor) throws IOException {
        CapturedAnswer answer = new CapturedAnswer(id, longest);
        try {
            upstream.send(listing(), Json.bytes(message(id, cursor)), answer);
        } catch (InterruptedIOException ended) {
            throw ended;
        } catch (CapturedAnswer.EnoughException enough) {
            return answer;
        } catch (IOException broken) {
            throw new UpstreamException(502, "\"broken list of tools\"");
        }
        return answer;
    }

    private JsonObject message(String id, String cursor) {
        JsonObjectBuilder params = Json.BUILD.createObjectBuilder();
        JsonObject meta = meta();
        if (!meta.isEmpty()) {
            params.add("_meta", meta);
        }
        if (!cursor.isEmpty()) {
            params.add("cursor", cursor);
        }
        return RpcMessage.of("tools/list").add("params", params).add("id", id).build();
    }

    /** What the client says of itself in each message since 2026-07-28. */
    private JsonObject meta() {
        JsonObjectBuilder meta = Json.BUILD.createObjectBuilder();
        messages.messages().stream()
                .map(message -> Json.member(RpcBody.params(message), "_meta"))
                .flatMap(said -> said.entrySet().stream())
                .filter(member -> member.getKey().startsWith(McpProbe.META))
                .forEach(member -> meta.add(member.getKey(), member.getValue()));
        return meta.build();
    }

    private Call.Granted listing() {
        HeaderFields said = call.request().headers();
        boolean named = !said.values(McpHeaders.METHOD.lowerCase()).isEmpty();
        HeaderFields fields =
                line -> {
                    line.accept(McpHeaders.JSON.headerName().lowerCase(), McpHeaders.JSON.get());
                    if (named) {
                        line.accept(McpHeaders.METHOD.lowerCase(), "tools/list");
                    }
                    said.forEach((name, value) -> {
                        if (!isOfTheCall(name.toLowerCase(Locale.ROOT))) {
                            line.accept(name, value);
                        }
                    });
                };
        return new Call.Granted(
                new McpRequest(
                        Method.POST.text(),
                        call.request().resource(),
                        fields,
                        InputStream.nullInputStream()),
                Method.POST,
                call.access());
    }

    private static boolean isOfTheCall(String field) {
        return OF_THE_CALL.contains(field) || field.startsWith("mcp-param-");
    }
}
