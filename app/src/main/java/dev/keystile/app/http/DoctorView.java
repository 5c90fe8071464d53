package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent;
import dev.keystile.app.pages.AdminContent.Fact;
import dev.keystile.app.pages.AdminContent.Field;
import dev.keystile.app.pages.AdminContent.Form;
import dev.keystile.app.pages.AdminContent.Look;
import dev.keystile.app.pages.AdminContent.Row;
import dev.keystile.app.pages.AdminContent.Sheet;
import dev.keystile.app.pages.AdminContent.Story;
import dev.keystile.app.pages.AdminContent.Text;
import dev.keystile.app.pages.AdminContent.Trouble;
import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Outcome;
import dev.keystile.oauth.api.Doctor.Page;
import dev.keystile.oauth.api.Doctor.Side;
import dev.keystile.oauth.api.Doctor.Step;
import dev.keystile.oauth.api.ResourceMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attempts to connect: all, or one step by step. */
record DoctorView(AdminParts parts, Asked asked) {
    private static final String PATH = "/admin/doctor";
    private static final String[] AGES = {"24h", "1h", "7d"};

    AdminContent content() {
        String id = asked.text("attempt");
        return id.isEmpty()
                ? all()
                : parts.doctor().find(id).map(this::one).orElseGet(DoctorView::none);
    }

    private AdminContent all() {
        var wanted = new AttemptQuery(parts.resources().get(), parts.clock().instant());
        // What was not chosen in the form comes as empty text.
        Page page =
                wanted.read(name -> given(name.equals("since") ? since() : asked.text(name)))
                        .map(parts.doctor()::list)
                        .orElseGet(() -> new Page(List.of(), false));
        String next = page.more() ? PATH + "?" + query() + "&after=" : null;
        return AdminContent.of(sheet(parts, "Attempts", page.attempts(), next)).chosenBy(filter());
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private String since() {
        return asked.oneOf("since", AGES);
    }

    private String query() {
        return "since="
                + since()
                + Stream.of("outcome", "client", "connector", "text")
                        .map(name -> "&" + name + "=" + AdminText.encoded(asked.text(name)))
                        .collect(Collectors.joining());
    }

    private Form filter() {
        return new Form(
                "Which attempts",
                "Show",
                null,
                List.of(
                        Choice.of("since", "In the last", since(), DoctorView::named, AGES),
                        Choice.orAny(
                                "outcome",
                                "Outcome",
                                asked.text("outcome"),
                                Stream.of(Outcome.values()).map(Outcome::text)),
                        Choice.orAny(
                                "connector",
                                "Server",
                                asked.text("connector"),
                                parts.resources().get().connectors().stream()
                                        .map(one -> one.id().value())),
                        Field.typed("client", "Client id", asked.text("client"), ""),
                        Field.typed("text", "With the text", asked.text("text"), "")));
    }

    private static String named(String age) {
        return switch (age) {
            case "1h" -> "hour";
            case "7d" -> "7 days";
            default -> "24 hours";
        };
    }

    /**
     * Attempts, one in a line.
     *
     * @param next where it goes on, but for the id of the last one; null at the end
     */
    static Sheet sheet(
            AdminParts parts, String name, List<Attempt> attempts, @Nullable String next) {
        return new Sheet(
                name,
                List.of("Began", "Client", "Server", "Came to", "Outcome", "What is the matter"),
                attempts.stream().map(attempt -> row(parts, attempt)).toList(),
                null,
                null,
                next == null ? null : next + attempts.getLast().id());
    }

    private static Row row(AdminParts parts, Attempt attempt) {
        Finding finding = attempt.finding();
        return Row.of(
                new Text(
                        AdminText.second(attempt.began()),
                        PATH + "?attempt=" + AdminText.encoded(attempt.id()),
                        Look.TIME),
                Text.of(client(parts, attempt)),
                Text.of(server(parts, attempt)),
                Text.of(attempt.reached() == null ? "" : attempt.reached().text()),
                outcome(attempt),
                Text.of(finding == null ? "" : finding.cause()));
    }

    private static String client(AdminParts parts, Attempt attempt) {
        String client = attempt.client();
        return client == null ? "" : AdminText.name(parts.administration(), client);
    }

    private static String server(AdminParts parts, Attempt attempt) {
        String resource = attempt.resource();
        return resource != null
                        && parts.resources().get().match(resource)
                                instanceof ResourceMatch.Found found
                ? found.resource().connector().id().value()
                : "";
    }

    private static Text outcome(Attempt attempt) {
        return Text.marked(
                attempt.outcome().text(),
                switch (attempt.outcome()) {
                    case CONNECTED -> Look.GOOD;
                    case UNDERWAY -> Look.PLAIN;
                    case STOPPED -> Look.WARN;
                    case FAILED -> Look.BAD;
                });
    }

    private AdminContent one(Attempt attempt) {
        String more =
                attempt.left() == 0
                        ? ""
                        : ", the first of " + (attempt.steps().size() + attempt.left());
        return AdminContent.of(
                        Sheet.whole(
                                "Step by step" + more,
                                List.of("At", "Step", "How", "Evidence", "From"),
                                attempt.steps().stream().map(DoctorView::step).toList()))
                .telling(new Story(facts(attempt), trouble(attempt)));
    }

    private static Row step(Step step) {
        return Row.of(
                Text.marked(step.at().toString().substring(11, 19), Look.TIME),
                Text.of(step.stage().text()),
                step.failed() ? Text.marked("failed", Look.BAD) : Text.marked("well", Look.GOOD),
                Text.whole(step.evidence()),
                Text.of(step.network()));
    }

    private List<Fact> facts(Attempt attempt) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Outcome", outcome(attempt)));
        facts.add(
                new Fact(
                        "Came to",
                        Text.of(attempt.reached() == null ? "nothing" : attempt.reached().text())));
        facts.add(
                new Fact(
                        "Lasted",
                        Text.of(
                                AdminText.second(attempt.began())
                                        + " to "
                                        + AdminText.second(attempt.last()))));
        String client = attempt.client();
        fact(facts, "Client", client(parts, attempt), sought("/admin/clients?search=", client));
        fact(facts, "Client id", client, sought(PATH + "?since=7d&client=", client));
        fact(facts, "Sent back to", attempt.redirectUri(), null);
        fact(facts, "MCP URL", attempt.resource(), null);
        fact(facts, "Grant", attempt.grant(), sought("/admin/grants?search=", attempt.grant()));
        return facts;
    }

    private static void fact(
            List<Fact> facts, String name, @Nullable String words, @Nullable String to) {
        if (words != null && !words.isEmpty()) {
            facts.add(new Fact(name, new Text(words, to, Look.PLAIN)));
        }
    }

    private static @Nullable String sought(String path, @Nullable String what) {
        return what == null ? null : path + AdminText.encoded(what);
    }

    private static @Nullable Trouble trouble(Attempt attempt) {
        Finding finding = attempt.finding();
        if (finding == null) {
            return null;
        }
        boolean underway = attempt.outcome() == Outcome.UNDERWAY;
        return new Trouble(
                underway ? Look.WARN : Look.BAD,
                (underway ? "If nothing follows: " : "What is the matter: ") + finding.cause(),
                finding.meaning(),
                "What usually mends it, by " + mender(finding.side()) + ":",
                finding.remedy(),
                finding.clients());
    }

    private static String mender(Side side) {
        return switch (side) {
            case OPERATOR -> "you, the operator";
            case UPSTREAM -> "whoever runs the MCP server";
            case CLIENT -> "whoever makes the client";
            case PERSON -> "the person who connects";
        };
    }

    private static AdminContent none() {
        return AdminContent.of(
                Sheet.whole("No attempt has this id, or none any more", List.of(), List.of()));
    }
}
