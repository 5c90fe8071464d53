package dev.keystile.app.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference of all settings, made of the defaults' file and of what the code knows of each. */
final class ConfigurationPage {
    private static final Map<String, Setting> SETTINGS =
            Stream.of(Setting.values())
                    .collect(Collectors.toMap(Setting::key, Function.identity()));

    private final StringBuilder page = new StringBuilder();

    private ConfigurationPage() {}

    static String of(CommentedDefaults defaults) {
        var made = new ConfigurationPage();
        made.head(defaults.preface());
        defaults.sections().forEach(made::section);
        return made.page.toString();
    }

    private void head(String preface) {
        line("# Configuration");
        line("");
        line(
                "Made from [application.yaml](../app/src/main/resources/application.yaml) and the"
                        + " code by a test, which fails when they differ: change those, and run"
                        + " `./mvn -pl app -am test -Dtest=ConfigurationPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write=true`."
                        + " `./keystile config show` prints what is in force, and where from.");
        line("");
        line(text(preface));
        line("");
        line(
                "A setting with ↻ is taken over by a gateway that runs, when the file changes or by"
                        + " `./keystile reload`.");
    }

    private void section(CommentedDefaults.Section section) {
        line("");
        line("## " + section.name());
        if (!section.comment().isEmpty()) {
            line("");
            line(text(section.comment()));
        }
        line("");
        line("| Key | Default | Variable | |");
        line("|---|---|---|---|");
        section.groups().forEach(this::row);
    }

    private void row(CommentedDefaults.Group group) {
        List<CommentedDefaults.Entry> entries = group.entries();
        line(
                "| "
                        + cell(entries, entry -> key(entry.key()))
                        + " | "
                        + cell(entries, entry -> code(unquoted(entry.fallback())))
                        + " | "
                        + cell(entries, entry -> code(variable(entry.key())))
                        + " | "
                        + text(withoutVariables(group))
                        + " |");
    }

    private static String cell(
            List<CommentedDefaults.Entry> entries, Function<CommentedDefaults.Entry, String> part) {
        return entries.stream().map(part).collect(Collectors.joining("<br>"));
    }

    private static String key(String key) {
        return code(key) + (isReloadable(key) ? " ↻" : "");
    }

    /** Rules are named in the file alone. */
    private static boolean isReloadable(String key) {
        return key.startsWith("limits.rules.") || SETTINGS.get(key).reloadable();
    }

    private static String variable(String key) {
        Setting setting = SETTINGS.get(key);
        String variable = setting == null ? null : setting.variable();
        return variable == null ? "" : variable;
    }

    /** The file names the variable at the end; here it has a column. */
    private static String withoutVariables(CommentedDefaults.Group group) {
        String comment = group.comment();
        for (CommentedDefaults.Entry entry : group.entries()) {
            String variable = variable(entry.key());
            if (!variable.isEmpty() && comment.endsWith(" " + variable)) {
                comment = comment.substring(0, comment.length() - variable.length() - 1);
            }
        }
        return comment;
    }

    private static String unquoted(String fallback) {
        return fallback.startsWith("\"") ? fallback.substring(1, fallback.length() - 1) : fallback;
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** What would be markup is text. */
    private static String text(String comment) {
        return comment.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
