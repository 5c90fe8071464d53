package dev.keystile.app.http;

import dev.keystile.app.config.QuotaText;
import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Action;
import dev.keystile.app.pages.AdminContent.Field;
import dev.keystile.app.pages.AdminContent.Form;
import dev.keystile.app.pages.AdminContent.Item;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who is refused, overrides, and what was decided. */
record LimitsView(LimitControl limits, Asked asked) {
    AdminContent content() {
        return AdminContent.of(refused(), overrides(), counts()).and(override());
    }

    private Sheet refused() {
        return Sheet.whole(
                "Refused now, by this gateway",
                List.of("Rule", "Whose", "Until"),
                limits.limited().stream()
                        .map(key ->
                                row(
                                        key.charge(),
                                        AdminText.second(key.until()),
                                        List.of(
                                                Text.to(
                                                        "/admin/limits?rule="
                                                                + key.charge().rule().text()
                                                                + "&key="
                                                                + AdminText.encoded(
                                                                        key.charge().key())
                                                                + "#quota",
                                                        "Override")),
                                        "limit.lift",
                                        "Lift"))
                        .toList());
    }

    private Sheet overrides() {
        return Sheet.whole(
                "Overrides",
                List.of("Rule", "Whose", "Quota"),
                limits.overrides().stream()
                        .map(override ->
                                row(
                                        override.charge(),
                                        QuotaText.print(override.quota())
                                                + " until "
                                                + AdminText.at(override.until()),
                                        List.of(),
                                        "limit.remove-override",
                                        "Take back"))
                        .toList());
    }

    private static Row row(
            Charge charge, String what, List<Text> links, String decision, String label) {
        String rule = charge.rule().text();
        // Rule and key in one text.
        var action = new Action(decision, rule + " " + charge.key(), label, rule);
        return new Row(
                Stream.of(rule, charge.key(), what).map(Text::of).toList(),
                List.of(new Item(charge.key(), links, List.of(action))));
    }

    private Sheet counts() {
        return Sheet.whole(
                "Since this gateway started",
                List.of("Rule", "Let through", "Refused"),
                limits.counts().entrySet().stream()
                        .filter(count ->
                                count.getValue().allowed() + count.getValue().limited() > 0)
                        .sorted(Map.Entry.comparingByKey())
                        .map(count ->
                                Row.of(
                                        Text.of(count.getKey().text()),
                                        Text.of(count.getValue().allowed()),
                                        AdminText.bad(count.getValue().limited())))
                        .toList());
    }

    private Form override() {
        String[] rules = Stream.of(LimitRule.values()).map(LimitRule::text).toArray(String[]::new);
        String asked = this.asked.text("rule");
        String chosen = asked.isEmpty() ? LimitRule.MCP_ACCOUNT.text() : asked;
        return new Form(
                "Set an override",
                "Set",
                "limit.override",
                List.of(
                        Choice.of("rule", "Rule", chosen, name -> name, rules),
                        Field.typed(
                                "key",
                                "Whose",
                                this.asked.text("key"),
                                "As the rule tells callers apart: a network, or the id of an account or grant"),
                        Field.typed("quota", "Quota", "", "Such as 60/m, or none for no limit"),
                        Choice.of("for", "For", "1h", name -> name, "1h", "24h", "7d", "30d")));
    }
}
