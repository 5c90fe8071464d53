package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.spi.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnusedClientsTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final UnusedClients unused = new UnusedClients(gateway.store, 3, gateway.random);

    @Test
    @DisplayName("AS-D-14: of clients that nobody signs in with only so many are kept")
    void theOldestGoFirst() {
        List<ClientInformation> clients = register(3);
        noteNew();
        assertThat(clients.stream().map(gateway::knows)).containsExactly(false, true, true);
        assertThat(gateway.store.count(Store.Kind.UNUSED_CLIENT)).isEqualTo(3);
    }

    @Test
    void aClientThatIsUsedIsNotAmongThem() {
        List<ClientInformation> clients = register(3);
        gateway.code(clients.getFirst());
        assertThat(gateway.store.count(Store.Kind.UNUSED_CLIENT)).isEqualTo(2);

        noteNew();
        noteNew();

        assertThat(clients.stream().map(gateway::knows)).containsExactly(true, false, true);
    }

    @Test
    void anAuthorizationThatWasOnlyAskedForIsNoUse() {
        ClientInformation client = gateway.publicClient();
        gateway.ask(gateway.authorization(client));

        assertThat(gateway.store.count(Store.Kind.UNUSED_CLIENT)).isEqualTo(1);
    }

    @Test
    void aClientThatIsUsedAfterTheOldestWereListedStays() {
        List<ClientInformation> clients = register(3);
        Store late = afterListing(() -> gateway.code(clients.getFirst()));

        noteNew(new UnusedClients(late, 3, gateway.random));

        assertThat(clients.stream().map(gateway::knows)).containsExactly(true, true, true);
    }

    /** The store of the gateway, where something happens after each listing. */
    private Store afterListing(Runnable action) {
        InvocationHandler handler =
                (_, method, arguments) -> {
                    Object answer = method.invoke(gateway.store, arguments);
                    if (method.getName().equals("list")) {
                        action.run();
                    }
                    return answer;
                };
        return Store.class.cast(
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(), new Class<?>[] {Store.class}, handler));
    }

    private List<ClientInformation> register(int number) {
        return IntStream.range(0, number)
                .mapToObj(_ -> {
                    gateway.clock.forward(Duration.ofMillis(1));
                    return gateway.publicClient();
                })
                .toList();
    }

    private void noteNew() {
        noteNew(unused);
    }

    private void noteNew(UnusedClients unused) {
        gateway.clock.forward(Duration.ofMillis(1));
        String id = "another-" + gateway.clock.instant().toEpochMilli();
        unused.note(new ClientId(id), gateway.clock.instant().plus(Registration.UNUSED_LIFE));
    }
}
