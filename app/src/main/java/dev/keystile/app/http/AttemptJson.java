package dev.keystile.app.http;

import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Page;
import dev.keystile.oauth.api.Doctor.Step;

/** Attempts to connect as JSON; times are in UTC (RFC 3339). */
final class AttemptJson {
    private AttemptJson() {}

    static Json page(Page page) {
        return Json.object()
                .objects("attempts", page.attempts().stream().map(AttemptJson::of).toList())
                .with("more", page.more());
    }

    static Json of(Attempt attempt) {
        Json json =
                Json.object()
                        .with("id", attempt.id())
                        .with("began", attempt.began().toString())
                        .with("last", attempt.last().toString())
                        .with("outcome", attempt.outcome().text())
                        .with(
                                "reached",
                                attempt.reached() == null ? null : attempt.reached().text())
                        .with("client", attempt.client())
                        .with("redirect_uri", attempt.redirectUri())
                        .with("resource", attempt.resource())
                        .with("grant", attempt.grant())
                        .objects("steps", attempt.steps().stream().map(AttemptJson::step).toList())
                        .with("left", attempt.left());
        Step failed = attempt.failed();
        Finding finding = attempt.finding();
        return json.with("failed", failed == null ? null : step(failed))
                .with("finding", finding == null ? null : finding(finding));
    }

    private static Json step(Step step) {
        return Json.object()
                .with("at", step.at().toString())
                .with("stage", step.stage().text())
                .with("failed", step.failed())
                .with("evidence", step.evidence())
                .with("network", step.network());
    }

    private static Json finding(Finding finding) {
        return Json.object()
                .with("cause", finding.cause())
                .with("meaning", finding.meaning())
                .with("remedy", finding.remedy())
                .with("side", finding.side().text())
                .with("clients", finding.clients());
    }
}
