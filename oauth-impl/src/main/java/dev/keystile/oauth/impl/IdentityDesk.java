package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends people to the OpenID provider, and takes them back to where they came from. */
record IdentityDesk(ProviderLogin logins, Consent consent, AccountEntrance entrance)
        implements IdentityLogin {
    private static final System.Logger LOG = System.getLogger(IdentityDesk.class.getName());

    @Override
    public Optional<String> provider() {
        return logins.name();
    }

    @Override
    public IdentityStart begin(@Nullable Secret known, String language, boolean toLink) {
        Secret browser = BrowserBinding.of(known, logins.random());
        return switch (logins.begin(browser, new ProviderLogin.Trip(language, null, toLink))) {
            case LoginStart.To(Secret url) -> new IdentityStart.To(url, browser);
            case LoginStart.Unavailable _ -> new IdentityStart.Unavailable();
        };
    }

    @Override
    public IdentityReturn finish(Parameters answer, @Nullable Secret browser) {
        return browser == null
                ? new IdentityReturn(null, expired())
                : logins.finish(answer, browser)
                        .map(returned ->
                                new IdentityReturn(
                                        returned.trip().language(), outcome(returned, browser)))
                        .orElseGet(() -> new IdentityReturn(null, expired()));
    }

    private IdentityOutcome outcome(ProviderLogin.Returned returned, Secret browser) {
        AuthorizationTransaction transaction = returned.trip().transaction();
        return transaction == null
                ? outcome(returned.answer(), returned.trip().toLink(), browser)
                : new IdentityOutcome.Consent(
                        consent.returned(transaction, returned.answer(), browser));
    }

    private IdentityOutcome outcome(LoginAnswer answer, boolean toLink, Secret browser) {
        return switch (answer) {
            case LoginAnswer.Identified(Identity identity) ->
                    (toLink ? Optional.<Secret>empty() : entrance.enter(identity))
                            .<IdentityOutcome>map(IdentityOutcome.Opened::new)
                            .orElseGet(() -> askFirst(identity, browser));
            case LoginAnswer.Nobody nobody ->
                    new IdentityOutcome.Refused(ProviderLogin.problem(nobody));
        };
    }

    @Override
    public IdentityOutcome link(@Nullable Secret proof, @Nullable Secret browser, Secret apiKey) {
        return proof == null || browser == null
                ? expired()
                : logins.proven(proof, browser)
                        .map(identity -> link(identity, proof, apiKey))
                        .orElseGet(IdentityDesk::expired);
    }

    private IdentityOutcome link(Identity identity, Secret proof, Secret apiKey) {
        AccountSignIn signIn = entrance.link(identity, apiKey);
        return signIn instanceof AccountSignIn.Opened(Secret session)
                ? new IdentityOutcome.Opened(session)
                : ask(identity, proof, signIn);
    }

    private IdentityOutcome askFirst(Identity identity, Secret browser) {
        LOG.log(System.Logger.Level.INFO, "identity.key-asked");
        return ask(identity, logins.proof(identity, browser), null);
    }

    private static IdentityOutcome expired() {
        LOG.log(System.Logger.Level.INFO, "identity.expired");
        return new IdentityOutcome.Expired();
    }

    private static IdentityOutcome ask(
            Identity identity, Secret proof, @Nullable AccountSignIn refused) {
        return new IdentityOutcome.Link(new LinkPrompt(identity, proof), refused);
    }
}
