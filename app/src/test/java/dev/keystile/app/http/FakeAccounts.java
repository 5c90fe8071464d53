package dev.keystile.app.http;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accounts that answer what a test tells them to, and remember what they were asked. */
final class FakeAccounts implements AccountAccess {
    final List<Object> asked = new CopyOnWriteArrayList<>();
    volatile AccountSignIn signIn = new AccountSignIn.NothingConnected();
    volatile AccountOutcome view = new AccountOutcome.NoSession();
    volatile AccountOutcome outcome = new AccountOutcome.NoSession();

    /** A step, with what it came with. */
    record Taken(Secret session, Secret page, AccountStep step) {}

    @Override
    public AccountSignIn signIn(Secret apiKey) {
        asked.add(apiKey);
        return signIn;
    }

    @Override
    public AccountOutcome view(Secret session) {
        return view;
    }

    @Override
    public AccountOutcome take(Secret session, Secret page, AccountStep step) {
        asked.add(new Taken(session, page, step));
        return outcome;
    }
}
