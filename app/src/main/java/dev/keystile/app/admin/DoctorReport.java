package dev.keystile.app.admin;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Prints attempts to connect for people; times are in UTC. */
record DoctorReport(PrintWriter out) {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final String LINE = "%-20s %-19s  %-9s %-17s %-24s %s%n";

    /** A line for each. */
    void all(JsonObject page) {
        var attempts = page.getJsonArray("attempts").getValuesAs(JsonObject.class);
        if (attempts.isEmpty()) {
            out.println("Nobody tried to connect.");
            return;
        }
        out.printf(LINE, "ID", "BEGAN (UTC)", "OUTCOME", "REACHED", "CAUSE", "CLIENT");
        attempts.forEach(this::line);
        if (page.getBoolean("more")) {
            out.println("There are more; ask for a shorter time with --since.");
        }
    }

    private void line(JsonObject attempt) {
        JsonObject finding = attempt.getJsonObject("finding");
        out.printf(
                LINE,
                attempt.getString("id"),
                MOMENT.format(Instant.parse(attempt.getString("began"))),
                attempt.getString("outcome"),
                attempt.getString("reached", "-"),
                finding == null ? "-" : finding.getString("cause"),
                attempt.getString("client", "-"));
    }

    /** Step by step. */
    void one(JsonObject attempt) {
        out.printf(
                "Attempt %s of %s (UTC): %s%n",
                attempt.getString("id"),
                MOMENT.format(Instant.parse(attempt.getString("began"))),
                attempt.getString("outcome"));
        known("client", attempt, "client");
        known("sent back to", attempt, "redirect_uri");
        known("MCP URL", attempt, "resource");
        known("grant", attempt, "grant");
        out.println();
        attempt.getJsonArray("steps").getValuesAs(JsonObject.class).forEach(this::step);
        if (attempt.getInt("left") > 0) {
            out.printf("  and %s more%n", attempt.getInt("left"));
        }
        if (attempt.containsKey("finding")) {
            finding(attempt, attempt.getJsonObject("finding"));
        }
    }

    private void known(String label, JsonObject attempt, String member) {
        if (attempt.containsKey(member)) {
            out.printf("  %-13s %s%n", label, attempt.getString(member));
        }
    }

    private void step(JsonObject step) {
        out.printf(
                "%s %s  %-17s %-18s %s%n",
                step.getBoolean("failed") ? "!" : " ",
                TIME.format(Instant.parse(step.getString("at"))),
                step.getString("stage"),
                step.getString("network", ""),
                step.getString("evidence", ""));
    }

    private void finding(JsonObject attempt, JsonObject finding) {
        boolean underway = attempt.getString("outcome").equals("underway");
        out.println();
        out.printf(
                "%s: %s%n",
                underway ? "If nothing follows" : "What is the matter", finding.getString("cause"));
        out.println("  " + finding.getString("meaning"));
        out.printf("What usually mends it, by the %s:%n", finding.getString("side"));
        out.println("  " + finding.getString("remedy"));
        if (finding.containsKey("clients")) {
            out.println("Known of: " + finding.getString("clients"));
        }
    }
}
