package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A provider that says what it is told to, to the sign-in that began. */
public final class FakeIdentities implements IdentityProvider {
    /** Somebody there. */
    public static final Identity SOMEBODY =
            new Identity("https://id.example.com", "24400320", "somebody@example.com");

    /** What it says to the next one who comes back. */
    public volatile LoginAnswer answer = new LoginAnswer.Identified(SOMEBODY);

    /** Whether it can be reached. */
    public volatile boolean away;

    private volatile Login begun;

    @Override
    public String name() {
        return "Example ID";
    }

    @Override
    public LoginStart start(Login login, Secret state, String language) {
        begun = login;
        return away
                ? new LoginStart.Unavailable("it is away")
                : new LoginStart.To(
                        Secret.of(
                                "https://id.example.com/authorize?ui_locales="
                                        + language
                                        + "&state="
                                        + state.reveal()));
    }

    @Override
    public LoginAnswer finish(Login login, Parameters query) {
        return login.equals(begun) ? answer : new LoginAnswer.Refused("of another sign-in");
    }

    /** The query with which the browser comes back from where it was sent. */
    public static Parameters back(Secret url) {
        String state = url.reveal().substring(url.reveal().indexOf("&state=") + 7);
        return Parameters.parse("code=c&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
