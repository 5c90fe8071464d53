package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often keys and tokens may be tried. */
class CredentialRatesTest {
    private static final LimitDecision LIMITED =
            new LimitDecision.Limited(
                    LimitRule.KEY_TRANSACTION,
                    new Quota(10, Duration.ofHours(1)),
                    Duration.ofMinutes(6));

    private final InMemoryServer gateway = new InMemoryServer();
    private final KeyedClients clients = new KeyedClients(gateway);
    private final List<Charge> charged = new CopyOnWriteArrayList<>();

    @BeforeEach
    void count() {
        gateway.rates =
                charges -> {
                    charged.addAll(charges);
                    return new LimitDecision.Unlimited();
                };
    }

    private AuthorizationOutcome.Ask page() {
        return gateway.ask(gateway.authorization(clients.client));
    }

    private ConsentOutcome type(AuthorizationOutcome.Ask page, String apiKey) {
        return gateway.type(page, Secret.of(apiKey), null);
    }

    @Test
    @DisplayName("AS-U-08: a typed key counts for its page and for itself, and neither in clear")
    void typedKeysCount() {
        clients.connect(Secret.of("jean_sk_right"));

        assertThat(charged)
                .extracting(Charge::rule)
                .startsWith(LimitRule.KEY_TRANSACTION, LimitRule.KEY_FINGERPRINT);
        assertThat(charged.toString()).doesNotContain("jean_sk_");
    }

    @Test
    @DisplayName("AS-U-08: the same page counts as one, and the same key too, on whatever page")
    void pagesAndKeysAreToldApart() {
        var first = page();
        type(first, "jean_sk_a");
        type(first, "jean_sk_b");
        type(page(), "jean_sk_a");

        List<String> keys = charged.stream().map(Charge::key).toList();
        assertThat(keys.get(0)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(4));
        assertThat(keys.get(1)).isNotEqualTo(keys.get(3)).isEqualTo(keys.get(5));
    }

    @Test
    @DisplayName("AS-U-08: of one key too many nothing is asked upstream")
    void oneKeyTooManyIsNotChecked() {
        var page = page();
        gateway.rates = _ -> LIMITED;

        assertThat(type(page, "jean_sk_a")).isInstanceOf(ConsentOutcome.TooMany.class);
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    @DisplayName("AS-U-08: what has not the shape of a key is not counted: it is asked of nobody")
    void misshapenKeysAreNotCounted() {
        type(page(), "other");

        assertThat(charged).isEmpty();
    }

    @Test
    @DisplayName("Code and refresh token count for their grant, and one too many changes nothing")
    void grantsCount() {
        TokenResponse tokens = clients.connect(Secret.of("jean_sk_a")).tokens();
        Form refresh = gateway.refresh(clients.client, tokens.refreshToken());
        gateway.rates = _ -> LIMITED;
        assertThat(gateway.token(refresh)).isInstanceOf(TokenOutcome.TooMany.class);

        charged.clear();
        count();
        assertThat(gateway.token(refresh)).isInstanceOf(TokenOutcome.Issued.class);
        assertThat(charged).hasSize(1);
        assertThat(charged.getFirst().rule()).isEqualTo(LimitRule.TOKEN_GRANT);
    }
}
