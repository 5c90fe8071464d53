package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.IdentityStart;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whoever is turned away by a page is in the log, so that an operator who is asked can tell why.
 */
class TurnedAwayLogTest {
    private static final Secret KEY = InMemoryServer.API_KEY;

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;

    private List<String> signIn(Secret key, String event) {
        try (var log = new LogLines()) {
            gateway.server.accountAccess().signIn(key);
            return lines(log, event);
        }
    }

    private static List<String> lines(LogLines log, String event) {
        return log.lines().stream().filter(line -> line.startsWith(event)).toList();
    }

    @Test
    void atTheAccountPageWithTheReason() {
        clients.connect(KEY);

        assertThat(signIn(Secret.of("no key"), "account."))
                .containsExactly("account.refused reason=MALFORMED");
        assertThat(signIn(Secret.of("jean_sk_of_nobody"), "account."))
                .containsExactly("account.refused reason=NOTHING_CONNECTED");
        gateway.verifier.answer = new KeyCheck.Unavailable("away");
        assertThat(signIn(KEY, "account.")).containsExactly("account.refused reason=UNAVAILABLE");
        var limit =
                new LimitDecision.Limited(
                        LimitRule.KEY_FINGERPRINT,
                        new Quota(1, Duration.ofMinutes(1)),
                        Duration.ofSeconds(1));
        gateway.rates = _ -> limit;
        assertThat(signIn(KEY, "account."))
                .containsExactly("account.too-many rule=key-fingerprint");
    }

    @Test
    void whoIsLetInIsNotSaidToBeRefused() {
        clients.connect(KEY);

        assertThat(gateway.server.accountAccess().signIn(KEY))
                .isInstanceOf(AccountSignIn.Opened.class);
        assertThat(signIn(KEY, "account.")).containsExactly("account.opened accounts=1 key=alive");
    }

    @Test
    void onAPageOfConsentThatIsOver() {
        var ask = gateway.ask(gateway.authorization(clients.client));
        gateway.clock.forward(RequestValidation.PAGE_LIFE);

        try (var log = new LogLines()) {
            gateway.type(ask);
            assertThat(lines(log, "consent.")).containsExactly("consent.expired");
        }
    }

    @Test
    void onTheWayBackFromTheProvider() {
        var logins = gateway.server.identityLogin();
        IdentityStart.To start = (IdentityStart.To) logins.begin(null, "en", false);

        try (var log = new LogLines()) {
            logins.finish(FakeIdentities.back(start.url()), Secret.of("another browser"));
            logins.finish(FakeIdentities.back(start.url()), start.browser());
            logins.link(Secret.of("no proof"), start.browser(), KEY);
            assertThat(lines(log, "identity."))
                    .containsExactly("identity.expired", "identity.key-asked", "identity.expired");
        }
    }
}
