package dev.keystile.app.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of the form {@code name key=value key="two words"}, taken apart. A value without quotes
 * goes on to the next key.
 *
 * @param name empty when the message has another form; then it is all text
 * @param text what follows: a stack trace, mostly
 */
record EventLine(String name, Map<String, String> members, String text) {
    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z-]+)+(?= |$)");
    private static final Pattern KEY = Pattern.compile(" ([a-z][a-z-]*)=");

    static EventLine of(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        String rest = end < 0 ? "" : message.substring(end + 1);
        Matcher name = NAME.matcher(line);
        if (!name.lookingAt()) {
            return new EventLine("", Map.of(), message);
        }
        return new EventLine(name.group(), members(line.substring(name.end())), rest);
    }

    /** The first of a name counts. */
    private static Map<String, String> members(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher key = KEY.matcher(text);
        boolean more = key.find();
        while (more) {
            String name = key.group(1);
            int from = key.end();
            int quote = quoteAt(text, from);
            more = quote < 0 ? key.find() : key.find(quote);
            int to = more ? key.start() : text.length();
            members.putIfAbsent(
                    name,
                    quote < 0 ? text.substring(from, to).strip() : text.substring(from + 1, quote));
        }
        return members;
    }

    /** Where a value in quotes ends; -1 when it has none. */
    private static int quoteAt(String text, int from) {
        return text.startsWith("\"", from) ? text.indexOf('"', from + 1) : -1;
    }
}
