package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An upstream that answers what the test says and remembers what it was asked. */
public final class FakeVerifier implements ApiKeyVerifier {
    public static final KeyCheck ACCEPTED = accepted(null, true);

    public final List<Question> questions = Collections.synchronizedList(new ArrayList<>());
    public volatile KeyCheck answer = ACCEPTED;
    public volatile Runnable whileAsked = () -> {};

    public record Question(Secret apiKey, UserId user) {}

    public static KeyCheck accepted(String owner, boolean checked) {
        return new KeyCheck.Accepted(
                owner == null ? null : new UserId(owner),
                "Jean Memory",
                List.of(new Tool("remember", null, false, false)),
                checked);
    }

    @Override
    public KeyCheck verify(Connector connector, Secret apiKey, UserId user) {
        questions.add(new Question(apiKey, user));
        whileAsked.run();
        return answer;
    }
}
