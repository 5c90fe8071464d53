package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;

/** Persons with keys of upstreams that name their owners, and what becomes of the keys. */
final class OwnedKeys {
    static final Connector NOTES =
            InMemoryServer.connector("notes", "notes_", UserIdTrust.NAMED_BY_UPSTREAM);
    static final Installation.Setup SETUP =
            Installation.Setup.NORMAL.trusting(UserIdTrust.NAMED_BY_UPSTREAM).beside(NOTES);

    final InMemoryServer gateway;
    final KeyedClients clients;

    OwnedKeys() {
        this(SETUP);
    }

    OwnedKeys(Installation.Setup setup) {
        gateway = new InMemoryServer(setup);
        clients = new KeyedClients(gateway);
    }

    /** The review page in somebody's browser. */
    record Page(ConsentOutcome.Review review, Secret browser) {
        DeadKey offered() {
            return review.prompt().deadKey();
        }
    }

    /** From now on the upstreams take every key, as this person's; null names nobody. */
    void areOf(String owner) {
        gateway.verifier.answer = FakeVerifier.accepted(owner, true);
    }

    KeyedClients.Connected connect(String owner, Secret key) {
        return connect(owner, key, gateway.resources.shared());
    }

    KeyedClients.Connected connect(String owner, Secret key, ProtectedResource resource) {
        areOf(owner);
        return clients.connect(key, resource);
    }

    /** The key behind a connection dies, and so much time passes that another one may. */
    void dies(KeyedClients.Connected one) {
        gateway.verifier.answer = new KeyCheck.Rejected();
        assertThat(clients.report(one)).isEqualTo(new KeyVerdict.Dead());
        gateway.clock.forward(KeyLimits.DEFAULT.within());
    }

    /** Its key is dead, and the upstream does not take it again. */
    void assertDead(KeyedClients.Connected one) {
        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.assertDead(one);
    }

    /** Somebody signs in with a key, as far as the second page. */
    Page type(String owner, Secret key) {
        return type(owner, key, gateway.resources.shared());
    }

    Page type(String owner, Secret key, ProtectedResource resource) {
        areOf(owner);
        Form asking = gateway.authorization(clients.client).with("resource", resource.uri());
        AuthorizationOutcome.Ask ask = gateway.ask(asking);
        return new Page(InMemoryServer.review(gateway.type(ask, key, null)), ask.browser());
    }

    /** The tokens of what was allowed. */
    TokenResponse allow(Page page, boolean replace) {
        ConsentOutcome outcome =
                gateway.consent(
                        new ConsentStep.Allow(
                                page.review().prompt().transaction(),
                                page.browser(),
                                new ToolPolicy.Everything(),
                                replace,
                                false));
        String code = InMemoryServer.query(InMemoryServer.redirect(outcome)).value("code");
        return InMemoryServer.issued(gateway.token(gateway.exchange(clients.client, code)));
    }

    /** The key that works behind a connection. */
    Secret keyOf(KeyedClients.Connected one) {
        assertThat(clients.check(one)).isInstanceOf(BearerCheck.Allowed.class);
        return clients.again(one).access().apiKey();
    }
}
