package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How calls are counted: in memory, and now and then in the store. */
class UsageCountsTest {
    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    // Has called once.
    private final KeyedClients.Connected one = clients.connect(InMemoryServer.API_KEY);

    private ConnectedClient seen(DefaultAuthorizationServer by) {
        var opened = (AccountSignIn.Opened) by.accountAccess().signIn(InMemoryServer.API_KEY);
        return ((AccountOutcome.Shown) by.accountAccess().view(opened.session()))
                .view()
                .clients()
                .getFirst();
    }

    private void call(DefaultAuthorizationServer node) {
        node.bearerTokens().check(one.tokens().accessToken(), gateway.resources.shared());
    }

    @Test
    void callsAreSeenAtOnceWhereTheyWereMadeAndWrittenNowhere() {
        gateway.clock.forward(Duration.ofSeconds(30));
        call(gateway.server);

        assertThat(seen(gateway.server).calls()).isEqualTo(2);
        assertThat(seen(gateway.server).lastUse()).isEqualTo(gateway.clock.instant());
        assertThat(gateway.ids(Store.Kind.USAGE)).isEmpty();
        assertThat(seen(gateway.anotherNode()).lastUse()).isNull();
    }

    @Test
    void nodesAddUp() {
        DefaultAuthorizationServer other = gateway.anotherNode();
        IntStream.range(0, 3).forEach(_ -> call(gateway.server));
        gateway.clock.forward(Duration.ofSeconds(30));
        IntStream.range(0, 4).forEach(_ -> call(other));
        var last = gateway.clock.instant();

        other.keepCounts();
        gateway.server.keepCounts();
        gateway.server.keepCounts();
        other.keepCounts();

        for (var node : List.of(gateway.server, other)) {
            assertThat(seen(node).calls()).isEqualTo(8);
            assertThat(seen(node).lastUse()).isEqualTo(last);
        }
    }

    @Test
    void theFirstCallOfAGrantIsToldOnceWhicheverNodeCountedIt() {
        DefaultAuthorizationServer other = gateway.anotherNode();
        call(other);
        assertThat(firstCalls()).isEmpty();

        other.keepCounts();
        gateway.server.keepCounts();
        call(other);
        other.keepCounts();

        assertThat(firstCalls()).containsExactly(new Event.FirstCalled(one.access().grant()));
    }

    private List<Event> firstCalls() {
        return gateway.events.stream().filter(event -> event instanceof Event.FirstCalled).toList();
    }

    @Test
    void aCallIsAnEntryInMemoryAndNoWrite() {
        gateway.store.away = true;

        call(gateway.server);

        gateway.store.away = false;
        assertThat(seen(gateway.server).calls()).isEqualTo(2);
    }

    @Test
    void refusedTokensCountForNobody() {
        gateway.check(Secret.of(one.tokens().accessToken().reveal() + "A"));
        gateway.check(one.tokens().accessToken(), gateway.personal("jane"));

        assertThat(seen(gateway.server).calls()).isEqualTo(1);
    }

    @Test
    void whatTheStoreDidNotTakeIsKeptForLater() {
        gateway.store.away = true;
        assertThatThrownBy(gateway.server::keepCounts)
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;

        gateway.server.keepCounts();

        assertThat(seen(gateway.anotherNode()).calls()).isEqualTo(1);
    }

    @Test
    void closingKeepsWhatWasCounted() {
        gateway.server.close();

        assertThat(seen(gateway.anotherNode()).calls()).isEqualTo(1);
    }

    @Test
    void aGrantThatIsGoneLeavesNoCounts() {
        gateway.grants().remove(one.access().grant().value());

        gateway.server.keepCounts();

        assertThat(gateway.ids(Store.Kind.USAGE)).isEmpty();
    }

    @Test
    void aRecordThatCannotBeReadKeepsNoOthersWaiting() {
        clients.connect(InMemoryServer.API_KEY);
        clients.connect(InMemoryServer.API_KEY);
        var broken = new Store.Key(Store.Kind.USAGE, one.access().grant().value());
        gateway.store.insert(broken, "{}", gateway.clock.instant().plus(Duration.ofDays(1)));

        gateway.server.keepCounts();

        assertThat(gateway.ids(Store.Kind.USAGE)).hasSize(3);
        gateway.store.remove(broken);
        gateway.server.keepCounts();
        assertThat(gateway.ids(Store.Kind.USAGE)).hasSize(3);
    }
}
