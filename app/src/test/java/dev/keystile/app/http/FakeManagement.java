package dev.keystile.app.http;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ManagementOutcome;
import dev.keystile.oauth.api.Secret;
import java.util.ArrayList;
import java.util.List;

/** Answers what a test tells it to, and remembers what it was asked. */
final class FakeManagement implements ClientManagement {
    volatile ManagementOutcome reading = new ManagementOutcome.Unauthorized();
    volatile ManagementOutcome changing = new ManagementOutcome.Unauthorized();
    final List<Asked> asked = new ArrayList<>();

    /** A request: the name of the method, and what it was given. */
    record Asked(String method, ClientId client, Secret token, ClientUpdate update) {}

    @Override
    public ManagementOutcome read(ClientId client, Secret token) {
        asked.add(new Asked("read", client, token, null));
        return reading;
    }

    @Override
    public ManagementOutcome update(ClientId client, Secret token, ClientUpdate update) {
        asked.add(new Asked("update", client, token, update));
        return changing;
    }

    @Override
    public ManagementOutcome delete(ClientId client, Secret token) {
        asked.add(new Asked("delete", client, token, null));
        return changing;
    }
}
