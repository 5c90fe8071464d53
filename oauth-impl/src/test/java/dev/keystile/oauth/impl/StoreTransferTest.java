package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTransferTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final MemoryStore other = new MemoryStore(gateway.clock);

    @Test
    void everyClientStaysConnected() throws Exception {
        ClientInformation client = gateway.register("client_secret_post", InMemoryServer.WEB);
        TokenResponse tokens = gateway.signIn(client);

        read(written(gateway.store));
        DefaultAuthorizationServer moved =
                new DefaultAuthorizationServer(
                        new AuthorizationServerSettings(
                                gateway.resources,
                                TokenSettings.DEFAULT,
                                gateway.secret,
                                true,
                                ClientPolicy.DEFAULT),
                        other,
                        gateway.verifier,
                        RateLimiter.NONE,
                        Observer.NONE,
                        gateway.clock,
                        gateway.random);

        assertThat(moved.bearerTokens().check(tokens.accessToken(), gateway.resources.shared()))
                .isInstanceOf(BearerCheck.Allowed.class);
        Form refresh = gateway.refresh(client, tokens.refreshToken());
        issued(moved.tokens().token(new ClientRequest(refresh.parameters(), null)));
    }

    @Test
    void everyRecordArrivesAsItIs() throws Exception {
        IntStream.range(0, 1001).forEach(_ -> gateway.publicClient());
        Form form = gateway.authorization(gateway.publicClient());
        gateway.allow(form);
        gateway.allow(form.with("resource", gateway.personal("jane").uri()));
        gateway.server.upkeepIfDue();

        StoreTransfer.Tally tally = read(written(gateway.store));

        assertThat(tally.present()).isZero();
        assertThat(tally.written()).isEqualTo(1002 + 1001 + 2 + 2 + 1);
        for (Store.Kind kind : Store.Kind.values()) {
            if (kind == Store.Kind.LEASE) {
                assertThat(other.count(kind)).isZero();
                continue;
            }
            assertThat(other.count(kind)).isEqualTo(gateway.store.count(kind));
            for (String id : gateway.ids(kind)) {
                Store.Stored there = other.find(new Store.Key(kind, id)).orElseThrow();
                Store.Stored here = gateway.store.find(new Store.Key(kind, id)).orElseThrow();
                assertThat(there.value()).isEqualTo(here.value());
                assertThat(there.ends()).isEqualTo(here.ends());
            }
        }
    }

    @Test
    void whatIsThereAlreadyStays() throws Exception {
        ClientInformation client = gateway.publicClient();
        String text = written(gateway.store);
        Store.Key key = new Store.Key(Store.Kind.CLIENT, client.clientId().value());
        other.insert(key, "changed since", gateway.clock.instant().plusSeconds(9));

        assertThat(read(text)).isEqualTo(new StoreTransfer.Tally(1, 1));

        assertThat(other.find(key).orElseThrow().value()).isEqualTo("changed since");
        assertThat(read(text)).as("repeated").isEqualTo(new StoreTransfer.Tally(1, 1));
    }

    @Test
    void aTextThatIsCutOffIsNoticed() throws Exception {
        gateway.code(gateway.publicClient());
        String text = written(gateway.store);

        for (int length = 0; length < text.length() - 1; length += 13) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(StoreTransfer.MalformedException.class)
                    .hasMessageStartingWith("line ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}\n{\"records\":0}\n",
                "{\"keystile-records\":2}\n{\"records\":0}\n",
                "{\"keystile-records\":1}\n{\"records\":1}\n",
                "{\"keystile-records\":1}\n{\"kind\":\"NONE\",\"id\":\"a\",\"ends\":1,\"value\":\"\"}\n",
                "{\"keystile-records\":1}\n{\"kind\":\"GRANT\",\"id\":7,\"ends\":1,\"value\":\"\"}\n",
                "{\"keystile-records\":1}\n[]\n",
                "{\"keystile-records\":1}\n{\"records\":\"0\"}\n",
                "{\"keystile-records\":1}\n{\"kind\":\"GRANT\",\"id\":\"a b\",\"ends\":1,\"value\":\"\"}\n",
                "{\"keystile-records\":1}\n{\"kind\":\"GRANT\",\"id\":\"\",\"ends\":1,\"value\":\"\"}\n"
            })
    void anotherTextIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(StoreTransfer.MalformedException.class);
    }

    @Test
    void nestingWithoutAnEndIsRefused() {
        String text = "{\"keystile-records\":1}\n" + "{\"a\":".repeat(10_000) + "\n";
        assertThatThrownBy(() -> read(text)).isInstanceOf(StoreTransfer.MalformedException.class);
    }

    private static String written(Store from) throws IOException {
        StringBuilder text = new StringBuilder();
        var seen = new LongAdder();
        StoreTransfer.write(from, text, seen::add);
        assertThat(seen.sum()).isEqualTo(StoreTransfer.size(from));
        return text.toString();
    }

    private StoreTransfer.Tally read(String text) throws Exception {
        return StoreTransfer.read(new BufferedReader(new StringReader(text)), other);
    }
}
