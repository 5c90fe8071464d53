package dev.keystile.mcp.bridge;

import io.helidon.http.Method;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Calls of one era in the place of a call of the other. */
final class OtherEra {

    private OtherEra() {}

    /** One that carries a request of 2026-07-28. */
    static Call.Granted modern(Call.Granted call, JsonObject request) {
        String method = Json.string(request, "method");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(McpHeaders.PROTOCOL_VERSION.lowerCase(), McpProbe.MODERN);
        fields.put(McpHeaders.METHOD.lowerCase(), method);
        if (HeaderAgreement.NAMED.containsKey(method)) {
            String name =
                    Json.string(Json.member(request, "params"), HeaderAgreement.NAMED.get(method));
            fields.put(McpHeaders.NAME.lowerCase(), encoded(name));
        }
        return with(call, Method.POST, fields);
    }

    /**
     * One of a session.
     *
     * @param version that was agreed; empty when nobody knows
     */
    static Call.Granted legacy(Call.Granted call, Method method, String version) {
        return with(
                call,
                method,
                version.isEmpty()
                        ? Map.of()
                        : Map.of(McpHeaders.PROTOCOL_VERSION.lowerCase(), version));
    }

    /** A field value for any text (MCP 2026-07-28, transports, "Value Encoding"). */
    static String encoded(String text) {
        boolean plain =
                Text.isPrintableAscii(text)
                        && text.equals(text.strip())
                        && !text.isEmpty()
                        && !(text.startsWith("=?base64?") && text.endsWith("?="));
        return plain
                ? text
                : "=?base64?"
                        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        + "?=";
    }

    /** Whatever speaks of the protocol is said anew; all else stays. */
    private static Call.Granted with(Call.Granted call, Method method, Map<String, String> said) {
        HeaderFields before = call.request().headers();
        HeaderFields fields =
                line -> {
                    before.forEach((name, value) -> {
                        if (!isOfProtocol(name)) {
                            line.accept(name, value);
                        }
                    });
                    line.accept(McpHeaders.JSON.headerName().lowerCase(), McpHeaders.JSON.get());
                    said.forEach(line);
                };
        return new Call.Granted(
                new McpRequest(
                        method.text(),
                        call.request().resource(),
                        fields,
                        InputStream.nullInputStream()),
                method,
                call.access());
    }

    private static boolean isOfProtocol(String name) {
        String field = name.toLowerCase(Locale.ROOT);
        return field.startsWith("mcp-")
                || field.equals("content-type")
                || field.equals("last-event-id");
    }
}
