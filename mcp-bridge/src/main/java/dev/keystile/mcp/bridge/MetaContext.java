package dev.keystile.mcp.bridge;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes into the {@code _meta} of a message where it stands in a trace. Every other character
 * stays as it is; so does a message whose revision knows nothing of that.
 */
final class MetaContext {
    private static final JsonParserFactory PARSERS =
            jakarta.json.Json.createParserFactory(Map.of());

    /** The objects around what is written, from the outermost on. */
    private static final List<String> WAY = List.of("", RpcBody.PARAMS, "_meta");

    private final String text;
    private final TraceContext context;
    private final List<Edit> edits = new ArrayList<>();
    private final Set<String> there = new HashSet<>();
    private String key = "";
    private int keyEnd;
    private int depth;

    /** How many of the objects that are open now are those of the way. */
    private int onWay;

    private int begins;
    private int found;

    private MetaContext(String text, TraceContext context) {
        this.text = text;
        this.context = context;
    }

    /** Something in the place of what stands between two characters. */
    private record Edit(int from, int to, String value) {}

    /** The message with the context in it. */
    static byte[] written(TraceContext context, byte[] message) {
        if (message.length == 0 || !SessionMessage.isModern(MessageGlance.at(message).version())) {
            return message;
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
            return new MetaContext(text, context).written().getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException malformed) {
            return message;
        }
    }

    private String written() {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                JsonParser.Event event = parser.next();
                look(event, parser, Math.toIntExact(parser.getLocation().getStreamOffset()));
            }
        } catch (RuntimeException malformed) {
            return text;
        }
        // Which of two would count, nobody knows.
        return found == 1 ? edited() : text;
    }

    private void look(JsonParser.Event event, JsonParser parser, int end) {
        switch (event) {
            case START_OBJECT ->
                    enter(onWay == depth && depth < WAY.size() && WAY.get(depth).equals(key), end);
            case START_ARRAY -> enter(false, end);
            case END_OBJECT, END_ARRAY -> onWay = Math.min(onWay, --depth);
            case KEY_NAME -> name(parser.getString(), end);
            case VALUE_STRING -> value(end);
            case VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
        }
    }

    private void enter(boolean named, int end) {
        onWay = named ? onWay + 1 : onWay;
        depth++;
        if (named && depth == WAY.size()) {
            begins = end;
            found++;
        }
    }

    private void name(String name, int end) {
        key = name;
        keyEnd = end;
        if (isInMeta()) {
            there.add(name);
        }
    }

    /** What the client said of baggage stays; the rest speaks of a place further in front. */
    private void value(int end) {
        if (isInMeta() && key.equals(TraceContext.PARENT)) {
            edits.add(new Edit(text.indexOf('"', keyEnd), end, quoted(context.parent())));
        } else if (isInMeta() && key.equals(TraceContext.STATE)) {
            edits.add(new Edit(text.indexOf('"', keyEnd), end, quoted(context.state())));
        }
    }

    private boolean isInMeta() {
        return onWay == depth && depth == WAY.size();
    }

    private String edited() {
        StringBuilder out = new StringBuilder(text.length() + 128).append(text, 0, begins);
        insert(TraceContext.PARENT, context.parent(), out);
        insert(TraceContext.STATE, context.state(), out);
        insert(TraceContext.BAGGAGE, context.baggage(), out);
        int copied = begins;
        for (Edit edit : edits) {
            out.append(text, copied, edit.from()).append(edit.value());
            copied = edit.to();
        }
        return out.append(text, copied, text.length()).toString();
    }

    /** There is another member behind it: the version. */
    private void insert(String name, String value, StringBuilder out) {
        if (!value.isEmpty() && !there.contains(name)) {
            out.append('"').append(name).append("\":").append(quoted(value)).append(',');
        }
    }

    private static String quoted(String value) {
        return Json.text(value).toString();
    }
}
