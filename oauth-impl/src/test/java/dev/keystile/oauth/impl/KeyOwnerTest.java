package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where the upstream names owners, a key works for its owner alone. */
class KeyOwnerTest {
    private static final Secret KEY = InMemoryServer.API_KEY;

    private final KeyedClients clients =
            new KeyedClients(
                    new InMemoryServer(
                            InMemoryServer.BASE,
                            TokenSettings.DEFAULT,
                            true,
                            UserIdTrust.NAMED_BY_UPSTREAM));
    private final InMemoryServer gateway = clients.gateway;
    private final KeyedClients.Connected jane = connectAs("jane");

    @Test
    @DisplayName("GW-12: a key that belongs to somebody else now is dead for whom it was")
    void aKeyOfSomebodyElseIsDead() {
        belongsTo("john");

        assertThat(clients.report(jane)).isEqualTo(new KeyVerdict.Dead());

        clients.assertDead(jane);
        belongsTo("jane");
        gateway.clock.forward(KeyLimits.DEFAULT.again());
        clients.assertAlive(jane);
    }

    @Test
    void aKeyOfTheSameOwnerWorks() {
        assertThat(clients.report(jane)).isEqualTo(new KeyVerdict.Works());

        clients.assertAlive(jane);
    }

    @Test
    void forItsNewOwnerTheKeyWorks() {
        KeyedClients.Connected john = connectAs("john");

        assertThat(List.of(clients.report(john), clients.report(jane)))
                .containsExactly(new KeyVerdict.Works(), new KeyVerdict.Dead());

        clients.assertAlive(john);
        clients.assertDead(jane);
    }

    @Test
    void thatItsNewOwnerSignsInRevivesTheFormerOneNot() {
        belongsTo("john");
        clients.report(jane);

        KeyedClients.Connected john = connectAs("john");

        clients.assertAlive(john);
        clients.assertDead(jane);
    }

    @Test
    @DisplayName("GW-12: who died as the key changed hands comes back with the others, too")
    void bothDeathsOfAKeyAreTakenBack() {
        KeyedClients.Connected john = connectAs("john");
        List<KeyedClients.Connected> others = clients.connect(5);
        clients.report(jane);
        gateway.verifier.answer = new KeyCheck.Rejected();
        gateway.clock.forward(KeyLimits.DEFAULT.trusted());
        clients.report(john);
        clients.assertDead(jane);
        clients.assertDead(john);

        others.forEach(clients::report);

        clients.assertAlive(john);
        clients.assertAlive(jane);
    }

    @Test
    void aRefusedKeyIsDeadForBoth() {
        KeyedClients.Connected john = connectAs("john");
        gateway.verifier.answer = new KeyCheck.Rejected();

        assertThat(clients.report(john)).isEqualTo(new KeyVerdict.Dead());

        clients.assertDead(john);
        clients.assertDead(jane);
    }

    private KeyedClients.Connected connectAs(String owner) {
        belongsTo(owner);
        return clients.connect(KEY);
    }

    private void belongsTo(String owner) {
        gateway.verifier.answer = FakeVerifier.accepted(owner, true);
    }
}
