package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One account for each API key and subject. */
class AccountsTest {
    private static final Secret OTHER_KEY = Secret.of("jean_sk_another");

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form shared = gateway.authorization(client);

    @Test
    void theSameKeyAndSubjectAreOneAccount() {
        gateway.allow(shared);
        gateway.allow(gateway.authorization(gateway.publicClient()));

        assertThat(accounts()).hasSize(1);
    }

    @Test
    void anotherKeyIsAnotherAccount() {
        gateway.allow(shared);
        gateway.allow(shared, OTHER_KEY, null);

        assertThat(accounts()).hasSize(2);
        assertThat(accounts()).extracting(Account::keyFingerprint).doesNotHaveDuplicates();
    }

    @Test
    void twoUserIdsOfOneKeyAreTwoAccounts() {
        gateway.allow(personal("jane"));
        gateway.allow(personal("john"));
        gateway.allow(personal("jane"));

        assertThat(accounts())
                .extracting(Account::subject)
                .containsExactlyInAnyOrder(
                        new Account.Subject.Claimed(new UserId("jane")),
                        new Account.Subject.Claimed(new UserId("john")));
    }

    @Test
    void aClaimedIdIsNotTheProvenOne() {
        gateway.allow(personal("jane"));
        gateway.verifier.answer = FakeVerifier.accepted("jane", true);
        gateway.allow(personal("jane"));
        gateway.allow(shared);

        assertThat(accounts())
                .extracting(Account::subject)
                .containsExactlyInAnyOrder(
                        new Account.Subject.Claimed(new UserId("jane")),
                        new Account.Subject.Proven(new UserId("jane")));
    }

    @Test
    void anUpstreamThatChecksIdsProvesThem() {
        InMemoryServer checked =
                new InMemoryServer(
                        InMemoryServer.BASE,
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CHECKED_BY_UPSTREAM);
        checked.allow(
                checked.authorization(checked.publicClient())
                        .with("resource", checked.personal("jane").uri()));

        assertThat(
                        checked.accounts()
                                .find(checked.ids(Store.Kind.ACCOUNT).getFirst())
                                .orElseThrow()
                                .value()
                                .subject())
                .isEqualTo(new Account.Subject.Proven(new UserId("jane")));
    }

    @Test
    void aPseudonymIsRandomAndKept() {
        gateway.allow(shared);
        Account first = accounts().getFirst();
        gateway.allow(shared);

        assertThat(first.subject()).isInstanceOf(Account.Subject.Pseudonym.class);
        assertThat(accounts())
                .extracting(Account::id, Account::subject)
                .containsExactly(tuple(first.id(), first.subject()));
        assertThat(first.subject().user()).isNull();
    }

    @Test
    void anAccountNamesItsGrants() {
        gateway.allow(shared);
        gateway.allow(gateway.authorization(gateway.publicClient()));

        assertThat(accounts().getFirst().grants())
                .containsExactlyInAnyOrderElementsOf(gateway.ids(Store.Kind.GRANT));
    }

    @Test
    void ofManyGrantsAnAccountForgetsThoseThatAreGone() {
        for (int grant = 0; grant < 32; grant++) {
            gateway.allow(shared);
        }
        String gone = gateway.ids(Store.Kind.GRANT).getFirst();
        gateway.store.remove(new Store.Key(Store.Kind.GRANT, gone));
        assertThat(accounts().getFirst().grants()).hasSize(32).contains(gone);

        gateway.allow(shared);

        assertThat(accounts().getFirst().grants())
                .containsExactlyInAnyOrderElementsOf(gateway.ids(Store.Kind.GRANT));
    }

    @Test
    void ofManyGrantsNoneIsForgottenThatIsAboutToBeWritten() {
        for (int grant = 0; grant < 32; grant++) {
            gateway.allow(shared);
        }
        gateway.store.beforeWriting(Store.Kind.GRANT, () -> gateway.allow(shared));

        gateway.allow(shared);

        assertThat(accounts().getFirst().grants())
                .hasSize(34)
                .containsExactlyInAnyOrderElementsOf(gateway.ids(Store.Kind.GRANT));
    }

    @Test
    void notingAGrantDoesNotShortenTheLifeOfItsAccount() {
        gateway.allow(shared);
        String account = accounts().getFirst().id();
        Instant ends = gateway.accounts().find(account).orElseThrow().stored().ends();
        gateway.clock.set(gateway.clock.instant().minus(Duration.ofDays(30)));

        gateway.allow(shared);

        assertThat(accounts().getFirst().grants()).hasSize(2);
        assertThat(gateway.accounts().find(account).orElseThrow().stored().ends()).isEqualTo(ends);
    }

    @Test
    void noRecordShowsTheKey() {
        gateway.allow(shared);

        for (Store.Kind kind : Store.Kind.values()) {
            for (String id : gateway.ids(kind)) {
                String value = gateway.store.find(new Store.Key(kind, id)).orElseThrow().value();
                assertThat(id + value).doesNotContain(InMemoryServer.API_KEY.reveal());
            }
        }
    }

    @Test
    void anAccountThatIsGoneIsOpenedAnew() {
        gateway.allow(shared);
        Account gone = accounts().getFirst();
        gateway.accounts().remove(gone.id());

        gateway.allow(shared);

        assertThat(accounts()).hasSize(1);
        assertThat(accounts().getFirst().subject()).isNotEqualTo(gone.subject());
        gateway.allow(shared);
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void anAccountThatIsOpenedAnewRevivesNoGrant() {
        TokenResponse before = gateway.signIn(client);
        Account gone = accounts().getFirst();
        gateway.removeAccount();
        gateway.clock.forward(Duration.ofMillis(1));

        TokenResponse after = gateway.signIn(client);

        assertThat(accounts()).extracting(Account::id).containsExactly(gone.id());
        assertThat(gateway.check(before.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        assertThat(gateway.token(gateway.refresh(client, before.refreshToken())))
                .isInstanceOf(TokenOutcome.Refused.class);
        assertThat(gateway.check(after.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void theFirstAccountOfAKeyNeedsNoIndex() {
        gateway.allow(shared);
        gateway.allow(shared);

        assertThat(accounts().getFirst().id()).isEqualTo(accounts().getFirst().keyFingerprint());
        assertThat(gateway.ids(Store.Kind.KEY_INDEX)).isEmpty();
    }

    @Test
    void theOtherAccountsOfAKeyAreFoundWhenTheFirstOneIsGone() {
        gateway.allow(shared);
        String first = accounts().getFirst().id();
        gateway.allow(personal("jane"));
        gateway.allow(personal("john"));
        gateway.accounts().remove(first);
        List<String> others = gateway.ids(Store.Kind.ACCOUNT);

        gateway.allow(personal("jane"));
        gateway.allow(personal("john"));
        assertThat(gateway.ids(Store.Kind.ACCOUNT)).isEqualTo(others).hasSize(2);
        gateway.allow(personal("joan"));
        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(3).contains(first);
    }

    @Test
    void anIndexThatIsGoneIsWrittenAnew() {
        gateway.allow(shared);
        gateway.allow(personal("jane"));
        String index = gateway.ids(Store.Kind.KEY_INDEX).getFirst();
        gateway.store.remove(new Store.Key(Store.Kind.KEY_INDEX, index));

        gateway.allow(personal("jane"));

        assertThat(gateway.ids(Store.Kind.KEY_INDEX)).containsExactly(index);
    }

    @Test
    void anAccountInUseKeepsItsIndexAlive() {
        gateway.allow(shared);
        gateway.allow(personal("jane"));
        for (int month = 0; month < 12; month++) {
            gateway.allow(
                    gateway.authorization(gateway.publicClient())
                            .with("resource", gateway.personal("jane").uri()));
            gateway.clock.forward(Duration.ofDays(30));
        }

        assertThat(accounts()).hasSize(1);
        assertThat(gateway.ids(Store.Kind.KEY_INDEX)).hasSize(1);
        assertThat(accounts().getFirst().subject())
                .isEqualTo(new Account.Subject.Claimed(new UserId("jane")));
    }

    @Test
    void anUnusedAccountEnds() {
        gateway.allow(shared);
        gateway.allow(personal("jane"));
        gateway.clock.forward(Duration.ofDays(60));

        assertThat(accounts()).isEmpty();
        assertThat(gateway.ids(Store.Kind.KEY_INDEX)).isEmpty();
    }

    private Form personal(String user) {
        return shared.with("resource", gateway.personal(user).uri());
    }

    private List<Account> accounts() {
        return gateway.ids(Store.Kind.ACCOUNT).stream()
                .map(id -> gateway.accounts().find(id).orElseThrow().value())
                .toList();
    }
}
