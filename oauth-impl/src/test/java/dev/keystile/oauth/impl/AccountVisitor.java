package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.Secret;

/** Somebody at the account page. */
record AccountVisitor(AccountAccess access) {
    Secret signIn(Secret key) {
        AccountSignIn outcome = access.signIn(key);
        assertThat(outcome).isInstanceOf(AccountSignIn.Opened.class);
        return ((AccountSignIn.Opened) outcome).session();
    }

    AccountView view(Secret session) {
        AccountOutcome outcome = access.view(session);
        assertThat(outcome).isInstanceOf(AccountOutcome.Shown.class);
        return ((AccountOutcome.Shown) outcome).view();
    }

    AccountOutcome take(Secret session, AccountStep step) {
        return access.take(session, view(session).page(), step);
    }

    boolean over(Secret session) {
        return access.view(session) instanceof AccountOutcome.NoSession;
    }
}
