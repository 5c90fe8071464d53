package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** To whom it is offered to use a new key in place of a dead one, and to whom not. */
class ReplacementOfferTest {
    private static final Secret OLD = KeyedClients.key(1);
    private static final Secret NEXT = KeyedClients.key(2);
    private static final Secret AT_NOTES = Secret.of("notes_of_jane");

    private final OwnedKeys keys = new OwnedKeys();
    private final InMemoryServer gateway = keys.gateway;

    @Test
    @DisplayName("GW-12: who comes with a new key is offered it for what the dead one connected")
    void whoComesWithANewKeyIsOfferedTo() {
        var one = keys.connect("jane", OLD);
        keys.connect("jane", OLD);
        gateway.clock.forward(Duration.ofDays(3));
        Instant death = gateway.clock.instant();
        keys.dies(one);

        assertThat(keys.type("jane", NEXT).offered()).isEqualTo(new DeadKey(death, 2));
    }

    @Test
    void ofTwoDeadKeysTheLaterDayIsSaid() {
        var one = keys.connect("jane", OLD);
        var other = keys.connect("jane", KeyedClients.key(3));
        keys.dies(one);
        Instant death = gateway.clock.instant();
        keys.dies(other);

        assertThat(keys.type("jane", NEXT).offered()).isEqualTo(new DeadKey(death, 2));
    }

    @Test
    void itIsOfferedAtHerPersonalUrlToo() {
        keys.dies(keys.connect("jane", OLD, gateway.personal("jane")));

        assertThat(keys.type("jane", NEXT, gateway.personal("jane")).offered()).isNotNull();
    }

    @Test
    void notToSomebodyElse() {
        keys.dies(keys.connect("jane", OLD));

        assertThat(keys.type("john", NEXT).offered()).isNull();
    }

    @Test
    void notToWhomTheUpstreamDoesNotName() {
        keys.dies(keys.connect("jane", OLD));

        assertThat(keys.type(null, NEXT, gateway.personal("jane")).offered()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = UserIdTrust.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "NAMED_BY_UPSTREAM")
    void notWhereUserIdsAreNotNamed(UserIdTrust trust) {
        var others = new OwnedKeys(Installation.Setup.NORMAL.trusting(trust));
        others.dies(others.connect("jane", OLD));

        assertThat(others.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notOnAnIdThatWasOnlyClaimed() {
        keys.dies(keys.connect(null, OLD, gateway.personal("jane")));

        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notAtAnotherServer() {
        keys.dies(keys.connect("jane", AT_NOTES, notes()));

        assertThat(keys.type("jane", NEXT).offered()).isNull();
        assertThat(keys.type("jane", Secret.of("notes_next"), notes()).offered()).isNotNull();
    }

    @Test
    void notWhileTheOtherKeyWorks() {
        keys.connect("jane", OLD);

        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notWhenTheOtherKeyWorksAgain() {
        keys.dies(keys.connect("jane", OLD));
        keys.connect("jane", OLD);

        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notForTheDeadKeyItself() {
        keys.dies(keys.connect("jane", OLD));

        assertThat(keys.type("jane", OLD).offered()).isNull();
    }

    @Test
    void notForConnectionsThatAreOver() {
        keys.dies(keys.connect("jane", OLD));

        gateway.clock.forward(TokenSettings.DEFAULT.refreshLifetime());

        assertThat(gateway.ids(Store.Kind.ACCOUNT)).hasSize(1);
        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notForConnectionsThatSheEnded() {
        var ended = keys.connect("jane", OLD);
        gateway.disconnect();
        keys.dies(ended);

        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void notForACodeThatNobodyRedeemed() {
        var redeemed = keys.connect("jane", OLD);
        gateway.allow(gateway.authorization(keys.clients.client), OLD, null);
        keys.dies(redeemed);

        assertThat(keys.type("jane", NEXT).offered().connections()).isEqualTo(1);
    }

    @Test
    void anEntryWhoseAccountWasNeverMarkedOffersNothing() {
        var one = keys.connect("jane", OLD);
        gateway.store.failAfter(Store.Kind.ACCOUNT, 0);
        gateway.verifier.answer = new KeyCheck.Rejected();
        keys.clients.report(one);
        gateway.store.away = false;

        assertThat(dead().of(gateway.resources.defaultConnector().id(), jane(), NEXT)).isEmpty();
        assertThat(gateway.stored(Store.Kind.KEY_INDEX, entry(jane()))).isPresent();
        assertThat(keys.type("jane", NEXT).offered()).isNull();
        assertThat(keys.keyOf(one)).isEqualTo(OLD);
    }

    @Test
    void anAccountThatCannotBeEnteredIsNotMarked() {
        keys.dies(keys.connect("jane", OLD));
        var other = keys.connect("jane", KeyedClients.key(3));
        gateway.store.failAfter(Store.Kind.KEY_INDEX, 0);
        gateway.verifier.answer = new KeyCheck.Rejected();

        keys.clients.report(other);

        gateway.store.away = false;
        keys.clients.assertAlive(other);
    }

    @Test
    void anEntryOfSomebodyElsesAccountOffersNothing() {
        var johns = keys.connect("john", OLD);
        var atNotes = keys.connect("jane", AT_NOTES, notes());
        keys.dies(johns);
        keys.dies(atNotes);

        plant(keys.clients.account(johns), keys.clients.account(atNotes));

        assertThat(keys.type("jane", NEXT).offered()).isNull();
    }

    @Test
    void ofVeryManyDeadKeysTheLastCount() {
        var first = keys.connect("jane", KeyedClients.key(100));
        keys.dies(first);
        IntStream.range(0, DeadKeys.MOST)
                .forEach(number -> keys.dies(keys.connect("jane", KeyedClients.key(200 + number))));

        var page = keys.type("jane", NEXT);

        assertThat(page.offered().connections()).isEqualTo(DeadKeys.MOST);
        keys.allow(page, true);
        keys.assertDead(first);
    }

    @Test
    void theDeathsOfOthersPushNobodyOut() {
        keys.dies(keys.connect("jane", OLD));
        IntStream.range(0, DeadKeys.MOST)
                .forEach(number -> keys.dies(keys.connect("john", KeyedClients.key(200 + number))));

        assertThat(keys.type("jane", NEXT).offered()).isNotNull();
    }

    @Test
    void deathsFromBeforeTheOperatorsSecretWasReplacedCount() {
        keys.dies(keys.connect("jane", OLD));
        MasterSecret fresh = MasterSecret.draw(gateway.random);

        DeadKeys after = dead(fresh.replacing(List.of(gateway.secret)));

        assertThat(after.of(gateway.resources.defaultConnector().id(), jane(), NEXT)).hasSize(1);
    }

    private void plant(Account... accounts) {
        KeyIndex planted = new KeyIndex(Map.of());
        for (Account account : accounts) {
            planted = planted.with(account.id(), account.id());
        }
        Instant ends = gateway.clock.instant().plus(Duration.ofDays(1));
        index().insert(entry(jane()), planted, ends);
    }

    private String entry(UserId owner) {
        return KeyFingerprints.under(gateway.secret)
                .ofOwner(gateway.resources.defaultConnector().id(), owner)
                .getFirst();
    }

    private DeadKeys dead() {
        return dead(gateway.secret);
    }

    private DeadKeys dead(MasterSecret secret) {
        return DeadKeys.of(
                Repositories.of(gateway.store, gateway.clock), secret, Duration.ofDays(60));
    }

    private Repository<KeyIndex> index() {
        return Repositories.of(gateway.store, gateway.clock).keyIndex();
    }

    private ProtectedResource notes() {
        Connector connector = OwnedKeys.NOTES;
        return gateway.resources.shared(connector);
    }

    private static UserId jane() {
        return new UserId("jane");
    }
}
