package dev.keystile.app.config;

import dev.keystile.mcp.bridge.ToolHints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a connector says of its server's tools. */
record ToolHintsReader(SettingReader reader) {
    /** The keys of one tool. */
    static final List<String> KEYS = List.of("name", "title", "read-only", "destructive");

    private static final String NAME = "[^\\p{Cntrl}]{1,256}";
    private static final String TITLE = "[^\\p{Cntrl}]{1,128}";

    ToolHints read() {
        Map<String, ToolHints.Hint> byName = new LinkedHashMap<>();
        List<Map<String, String>> tools = reader.items(Setting.CONNECTOR_TOOLS);
        for (int i = 0; i < tools.size(); i++) {
            String name = tools.get(i).getOrDefault("name", "");
            if (!name.matches(NAME)) {
                throw problem(i, ".name", "expected the name of a tool");
            }
            if (byName.put(name, hint(i, tools.get(i))) != null) {
                throw problem(i, ".name", "expected each name once");
            }
        }
        return new ToolHints(byName);
    }

    private ToolHints.Hint hint(int index, Map<String, String> tool) {
        String title = tool.getOrDefault("title", "");
        if (!title.isEmpty() && !title.matches(TITLE)) {
            throw problem(index, ".title", "expected 1 to 128 characters");
        }
        Boolean readOnly = flag(index, tool, "read-only");
        Boolean destructive = flag(index, tool, "destructive");
        if (title.isEmpty() && readOnly == null && destructive == null) {
            throw problem(index, "", "expected a title, read-only or destructive");
        }
        if (Boolean.TRUE.equals(readOnly) && Boolean.TRUE.equals(destructive)) {
            throw problem(index, "", "expected read-only or destructive, not both");
        }
        return new ToolHints.Hint(title.isEmpty() ? null : title, readOnly, destructive);
    }

    private @Nullable Boolean flag(int index, Map<String, String> tool, String key) {
        return switch (tool.getOrDefault(key, "")) {
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw problem(index, "." + key, "expected one of false, true");
        };
    }

    private InvalidSettingException problem(int index, String key, String problem) {
        return new InvalidSettingException(
                reader.name(Setting.CONNECTOR_TOOLS) + "[" + index + "]" + key, problem);
    }
}
