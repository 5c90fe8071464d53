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
    private static final String KEY = "[a-z][a-z-]*=";
    private static final Pattern MEMBER =
            Pattern.compile(" (" + KEY + ")(?:\"([^\"]*)\"|(.*?))(?= " + KEY + "|$)");

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
        Matcher member = MEMBER.matcher(text);
        while (member.find()) {
            String key = member.group(1);
            String value = member.group(2) == null ? member.group(3) : member.group(2);
            members.putIfAbsent(key.substring(0, key.length() - 1), value.strip());
        }
        return members;
    }
}
