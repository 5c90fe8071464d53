package dev.keystile.app.log;

import dev.keystile.app.http.RequestScope;
import dev.keystile.app.http.Trace;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes each event as one line of JSON: its fields are members, all of them text. */
public final class JsonLines extends Formatter {
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    @Override
    public String format(LogRecord record) {
        EventLine line = EventLine.of(formatMessage(record));
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", record.getInstant().toString());
        members.put("level", Verbosity.shown(record.getLevel()));
        members.put("logger", String.valueOf(record.getLoggerName()));
        put(members, "event", line.name());
        line.members().forEach((name, value) -> members.putIfAbsent(name, value));
        RequestScope.current().ifPresent(scope -> members.putIfAbsent("request", scope.id()));
        put(members, line.name().isEmpty() ? "message" : "trace", line.text());
        if (record.getThrown() != null) {
            put(members, "thrown", Trace.of(record.getThrown()).strip());
        }
        var text = new StringWriter(512);
        try (JsonGenerator json = GENERATORS.createGenerator(text)) {
            json.writeStartObject();
            members.forEach(json::write);
            json.writeEnd();
        }
        return text.append('\n').toString();
    }

    private static void put(Map<String, String> members, String name, String value) {
        if (!value.isEmpty()) {
            members.putIfAbsent(name, value);
        }
    }
}
