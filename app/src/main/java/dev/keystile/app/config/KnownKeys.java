package dev.keystile.app.config;

import io.helidon.config.Config;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which keys a file may have. */
final class KnownKeys {
    /** Where a list of connectors stands. */
    static final String LIST = "connectors";

    private static final Pattern ITEM = Pattern.compile("connectors\\.([0-9]+)");
    private static final String HEADERS = Setting.CONNECTOR_HEADERS.key();

    private static final String LINKS = Setting.BRAND_LINKS.key();
    private static final String TOOLS = Setting.CONNECTOR_TOOLS.key();
    private static final Pattern TOOL = Pattern.compile(Pattern.quote(TOOLS) + "\\.[0-9]+");

    private KnownKeys() {}

    /** Refuses a key that no setting has. */
    static void check(Config node, Path file) {
        String key = node.key().toString();
        if (key.equals(LIST) && node.isLeaf() && !node.asString().orElse("").isBlank()) {
            throw new InvalidSettingException(LIST, "expected a list of connectors");
        }
        if (!known(node, ITEM.matcher(key).replaceFirst("connector"))) {
            String shown = ITEM.matcher(key).replaceFirst("connectors[$1]");
            throw new InvalidSettingException(shown, "unknown key in " + file);
        }
    }

    /**
     * A value has to be a setting; a group may also be empty, but has to be one that has settings.
     *
     * @param key with an item of the list taken for the one connector
     */
    private static boolean known(Config node, String key) {
        if (key.equals(LIST)) {
            return node.type() != Config.Type.OBJECT;
        }
        if (node.isLeaf()) {
            return Setting.ofKey(key).isPresent()
                    || key.startsWith(HEADERS + ".")
                    || key.startsWith(LINKS + ".")
                    || LimitsReader.KEYS.contains(key)
                    || saysOfTool(key);
        }
        if (key.equals(TOOLS)) {
            return node.type() == Config.Type.LIST;
        }
        return key.equals(HEADERS)
                || key.equals(LINKS)
                || key.equals(LimitsReader.RULES)
                || TOOL.matcher(key).matches()
                || Stream.of(Setting.values())
                        .anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    private static boolean saysOfTool(String key) {
        int last = key.lastIndexOf('.');
        return last > 0
                && TOOL.matcher(key.substring(0, last)).matches()
                && ToolHintsReader.KEYS.contains(key.substring(last + 1));
    }
}
