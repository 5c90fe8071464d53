package dev.keystile.oauth.impl;

import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The documents of strangers, as a test wants them; every other URL cannot be reached. */
public final class FakeDocuments implements DocumentFetcher {
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> askedAgain = new CopyOnWriteArrayList<>();
    private volatile Runnable whileAsked = () -> {};

    /** Fresh for an hour. */
    public void serve(String url, String json) {
        serve(url, json, Duration.ofHours(1));
    }

    public void serve(String url, String json, Duration freshFor) {
        outcomes.put(url, new Outcome.Document(JsonText.read(json), freshFor));
    }

    public void withdraw(String url) {
        outcomes.put(url, new Outcome.Gone());
    }

    public void spoil(String url) {
        outcomes.put(url, new Outcome.Unusable("spoilt by the test"));
    }

    public void cutOff(String url) {
        outcomes.put(url, new Outcome.Unreachable("cut off by the test"));
    }

    /** What happens while a document is on its way. */
    public void meanwhile(Runnable act) {
        whileAsked = act;
    }

    /** The URLs that were fetched, in turn. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Those of them that were fetched as read before. */
    public List<String> askedAgain() {
        return List.copyOf(askedAgain);
    }

    @Override
    public Outcome fetchAgain(String url) {
        askedAgain.add(url);
        return fetch(url);
    }

    @Override
    public Outcome fetch(String url) {
        asked.add(url);
        whileAsked.run();
        return outcomes.getOrDefault(url, new Outcome.Unreachable("no such URL in the test"));
    }
}
