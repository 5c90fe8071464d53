package dev.keystile.app.http;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sign-ins with identities that end as a test tells them to. */
final class FakeIdentityLogin implements IdentityLogin {
    static final Identity SOMEBODY =
            new Identity("https://id.example.com", "24400320", "<b>somebody@example.com</b>");

    final List<Object> asked = new CopyOnWriteArrayList<>();
    volatile IdentityStart start = new IdentityStart.Unavailable();
    volatile IdentityReturn back = new IdentityReturn(null, new IdentityOutcome.Expired());
    volatile IdentityOutcome linked = new IdentityOutcome.Expired();

    /** A way that began. */
    record Begun(@Nullable Secret browser, String language, boolean toLink) {}

    /** A way that ended. */
    record Finished(@Nullable String state, @Nullable Secret browser) {}

    /** A key to link. */
    record Linking(@Nullable Secret proof, @Nullable Secret browser, Secret apiKey) {}

    @Override
    public Optional<String> provider() {
        return Optional.of("Example & ID");
    }

    @Override
    public IdentityStart begin(@Nullable Secret browser, String language, boolean toLink) {
        asked.add(new Begun(browser, language, toLink));
        return start;
    }

    @Override
    public IdentityReturn finish(Parameters answer, @Nullable Secret browser) {
        asked.add(new Finished(answer.value("state"), browser));
        return back;
    }

    @Override
    public IdentityOutcome link(@Nullable Secret proof, @Nullable Secret browser, Secret apiKey) {
        asked.add(new Linking(proof, browser, apiKey));
        return linked;
    }
}
