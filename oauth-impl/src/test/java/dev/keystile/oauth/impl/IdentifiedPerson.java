package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.IdentityOutcome;
import dev.keystile.oauth.api.IdentityReturn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.LoginAnswer;

/** Somebody who signs in at the provider, in German. */
record IdentifiedPerson(InMemoryServer gateway) {
    private IdentityLogin logins() {
        return gateway.server.identityLogin();
    }

    IdentityStart.To begin() {
        return begin(false);
    }

    IdentityStart.To begin(boolean toLink) {
        IdentityStart start = logins().begin(null, "de", toLink);
        assertThat(start).isInstanceOf(IdentityStart.To.class);
        return (IdentityStart.To) start;
    }

    IdentityOutcome finish() {
        IdentityStart.To start = begin();
        IdentityReturn back = logins().finish(FakeIdentities.back(start.url()), start.browser());
        assertThat(back.language()).isEqualTo("de");
        return back.outcome();
    }

    IdentityOutcome finishAs(Identity identity) {
        gateway.identities.answer = new LoginAnswer.Identified(identity);
        return finish();
    }

    /** Signs in with an identity and links it with a key. */
    IdentityOutcome link(Identity identity, Secret key) {
        gateway.identities.answer = new LoginAnswer.Identified(identity);
        IdentityStart.To start = begin(true);
        IdentityOutcome asked =
                logins().finish(FakeIdentities.back(start.url()), start.browser()).outcome();
        return logins().link(prompt(asked).proof(), start.browser(), key);
    }

    static LinkPrompt prompt(IdentityOutcome outcome) {
        assertThat(outcome).isInstanceOf(IdentityOutcome.Link.class);
        return ((IdentityOutcome.Link) outcome).prompt();
    }

    static Secret session(IdentityOutcome outcome) {
        assertThat(outcome).isInstanceOf(IdentityOutcome.Opened.class);
        return ((IdentityOutcome.Opened) outcome).session();
    }
}
