package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Doctor.Attempt;
import dev.keystile.oauth.api.Doctor.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Steps of attempts as tests write them, one after the other. */
final class Prints {
    static final String HOME = "192.0.2.0/24";
    static final String CLOUD = "198.51.100.0/24";
    static final String URL = "https://mcp.example.com/mcp";

    private final List<Trail.Mark> marks = new ArrayList<>();
    private Instant now = MovedClock.START;
    private String network = HOME;
    private String client;
    private String resource = URL;
    private String grant;

    /** So much time passes. */
    Prints after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Prints from(String other) {
        network = other;
        return this;
    }

    /** Of a client; null: nobody knows yet. */
    Prints of(String other) {
        client = other;
        grant = null;
        return this;
    }

    Prints at(String other) {
        resource = other;
        return this;
    }

    Prints with(String other) {
        grant = other;
        return this;
    }

    Prints good(Stage... stages) {
        for (Stage stage : stages) {
            add(stage, false, "");
        }
        return this;
    }

    Prints bad(Stage stage, String evidence) {
        add(stage, true, evidence);
        return this;
    }

    private void add(Stage stage, boolean failed, String evidence) {
        String uri = client == null ? null : "http://127.0.0.1/callback";
        var print =
                new Footprint(now, stage, failed, evidence, network, client, uri, resource, grant);
        marks.add(new Trail.Mark("node.0", marks.size(), print));
    }

    Instant now() {
        return now;
    }

    List<Trail> trails() {
        return Trails.of(marks);
    }

    /** The attempts as they are now, the latest first. */
    List<Attempt> attempts() {
        return attempts(now);
    }

    List<Attempt> attempts(Instant at) {
        return trails().stream().map(trail -> Diagnosis.of(trail, at)).toList();
    }

    /** The only attempt. */
    Attempt attempt() {
        return attempts().getFirst();
    }
}
