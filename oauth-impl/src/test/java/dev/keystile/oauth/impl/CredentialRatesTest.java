package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
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

    /** The second page in one browser, for a key that was typed right. */
    private ConsentStep.Allow reviewed(AuthorizationOutcome.Ask page, String apiKey) {
        var review = InMemoryServer.review(type(page, apiKey));
        return new ConsentStep.Allow(review.prompt().transaction(), page.browser());
    }

    private void limitAsUsual() {
        gateway.rates = Limiter.local(DefaultLimits.rules(), gateway.store, gateway.clock);
    }

    private List<ConsentOutcome> send(ConsentStep step, int times) {
        return IntStream.range(0, times).mapToObj(_ -> gateway.consent(step)).toList();
    }

    @Test
    @DisplayName("AS-U-08: one page is not allowed without end: of one too many nothing comes")
    void aPageIsAllowedSoOftenAtMost() {
        limitAsUsual();
        var allow = reviewed(page(), "jean_sk_a");

        List<ConsentOutcome> outcomes = send(allow, 12);

        assertThat(outcomes.subList(0, 10)).hasOnlyElementsOfType(ConsentOutcome.Redirect.class);
        assertThat(outcomes.subList(10, 12)).hasOnlyElementsOfType(ConsentOutcome.TooMany.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(10);
    }

    @Test
    @DisplayName("AS-U-08: of a page that says no tools the upstream is not asked without end")
    void aPageWithoutToolsIsAskedAboutSoOftenAtMost() {
        limitAsUsual();
        var allow = reviewed(page(), "jean_sk_a");
        var unsaid =
                new ConsentStep.Allow(allow.transaction(), allow.browser(), null, false, false);
        gateway.verifier.questions.clear();

        assertThat(send(unsaid, 12)).last().isInstanceOf(ConsentOutcome.TooMany.class);

        assertThat(gateway.verifier.questions).hasSize(10);
    }

    @Test
    @DisplayName("AS-U-08: with a key no more is allowed on many pages than may be typed")
    void aKeyIsAllowedSoOftenAtMost() {
        gateway.rates =
                Limiter.local(
                        DefaultLimits.rules()
                                .with(LimitRule.KEY_FINGERPRINT, new Quota(4, Duration.ofHours(1))),
                        gateway.store,
                        gateway.clock);
        var first = reviewed(page(), "jean_sk_a");
        var second = reviewed(page(), "jean_sk_a");

        assertThat(send(first, 2)).hasOnlyElementsOfType(ConsentOutcome.Redirect.class);
        assertThat(send(second, 1)).hasOnlyElementsOfType(ConsentOutcome.TooMany.class);
    }

    @Test
    @DisplayName(
            "AS-U-08: a whole team signs in with its key at once, with slips and double clicks")
    void whatPeopleDoPasses() {
        limitAsUsual();
        for (int member = 0; member < 20; member++) {
            var page = page();
            type(page, "jean_sk_mistyped_" + member);
            type(page, "jean_sk_mistyped_again_" + member);

            assertThat(send(reviewed(page, "jean_sk_of_the_team"), 2))
                    .hasOnlyElementsOfType(ConsentOutcome.Redirect.class);
        }
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
