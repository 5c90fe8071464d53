package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Listed;
import dev.keystile.oauth.api.spi.Store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes, each with connections of its own to one Redis. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisServers#all")
class RedisNodesTest {
    @Parameter RedisServers servers;
    private final RedisFixture fixture = new RedisFixture();
    private RedisStore there;
    private InMemoryServer here;
    private DefaultAuthorizationServer other;
    private ClientInformation client;

    @BeforeParameterizedClassInvocation
    static void start(RedisServers servers) {
        servers.start();
    }

    @AfterParameterizedClassInvocation
    static void stop(RedisServers servers) {
        servers.close();
    }

    @BeforeEach
    void connect() {
        servers.nodes().forEach(node -> node.ask("FLUSHALL"));
        here = new InMemoryServer(clock -> fixture.connect(servers.url(), clock));
        there = fixture.connect(servers.url(), here.clock);
        other = here.anotherNode(there);
        client = here.register("client_secret_post", "https://app.example.com/cb");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private TokenOutcome tokenThere(Form form) {
        return other.tokens().token(new ClientRequest(form.parameters(), null));
    }

    private BearerCheck checkThere(Secret token) {
        return other.bearerTokens().check(token, here.resources.shared());
    }

    @Test
    void aWriteOfOneNodeIsToldToTheOther() {
        var told = new RedisFixture.Told();
        there.watch(told);

        here.store.insert(KEY, "one", fixture.ends);
        Await.that(() -> Collections.frequency(told.keys, KEY) == 1);
        here.store.replace(here.store.find(KEY).orElseThrow(), "two", fixture.ends);
        Await.that(() -> Collections.frequency(told.keys, KEY) == 2);
        here.store.remove(KEY);
        Await.that(() -> Collections.frequency(told.keys, KEY) == 3);
    }

    @Test
    void ofWhatANodeWroteItselfItIsToldOnce() {
        var told = new RedisFixture.Told();
        var toldThere = new RedisFixture.Told();
        here.store.watch(told);
        there.watch(toldThere);

        Key last = new Key(Kind.CLIENT, "last");
        here.store.insert(KEY, "one", fixture.ends);
        there.insert(last, "one", fixture.ends);

        Stream.of(told, toldThere)
                .forEach(each -> {
                    Await.that(() -> each.keys.containsAll(List.of(KEY, last)));
                    assertThat(each.keys).containsOnlyOnce(KEY, last);
                });
    }

    @Test
    void afterALossOfTheConnectionEverythingCountsAsChangedAndMessagesComeAgain() {
        var told = new RedisFixture.Told();
        there.watch(told);
        here.store.insert(KEY, "one", fixture.ends);
        Await.that(() -> told.keys.contains(KEY));
        int before = told.all.get();

        servers.nodes().forEach(node -> node.ask("CLIENT", "KILL", "TYPE", "pubsub"));

        Await.that(() -> told.all.get() > before);
        told.keys.clear();
        Await.that(() -> {
            here.store.insert(KEY, "one", fixture.ends);
            here.store.remove(KEY);
            return told.keys.contains(KEY);
        });
    }

    @Test
    void aRevocationAtOneNodeIsSeenAtTheOther() {
        String code = here.code(client);
        TokenResponse first = issued(here.token(here.exchange(client, code)));
        assertThat(here.check(first.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(checkThere(first.accessToken())).isInstanceOf(BearerCheck.Allowed.class);

        here.clock.forward(Duration.ofSeconds(10));
        assertThat(here.token(here.exchange(client, code)))
                .as("a code that was used before revokes its grant")
                .isInstanceOf(TokenOutcome.Refused.class);

        assertThat(here.check(first.accessToken())).isInstanceOf(BearerCheck.Refused.class);
        Await.that(() -> checkThere(first.accessToken()) instanceof BearerCheck.Refused);
        assertThat(tokenThere(here.refresh(client, first.refreshToken())))
                .isInstanceOf(TokenOutcome.Refused.class);
    }

    @Test
    @DisplayName("AS-T-22: of 100 redemptions of one code at two nodes one succeeds")
    void aCodeIsRedeemedOnce() {
        Form exchange = here.exchange(client, here.code(client));

        List<TokenOutcome> outcomes =
                Race.of(100, n -> n % 2 == 0 ? here.token(exchange) : tokenThere(exchange));

        List<TokenResponse> issued =
                outcomes.stream()
                        .filter(TokenOutcome.Issued.class::isInstance)
                        .map(InMemoryServer::issued)
                        .toList();
        assertThat(issued).hasSize(1);
        assertThat(here.check(issued.getFirst().accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
        assertThat(checkThere(issued.getFirst().accessToken()))
                .isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    @DisplayName("AS-T-33: refreshes of one token at two nodes all get the same successors")
    void aTokenIsRotatedOnce() {
        TokenResponse first = here.signIn(client);
        Form refresh = here.refresh(client, first.refreshToken());

        List<TokenResponse> issued =
                Race.of(32, n -> n % 2 == 0 ? here.token(refresh) : tokenThere(refresh)).stream()
                        .map(InMemoryServer::issued)
                        .toList();

        assertThat(issued.stream().map(TokenResponse::refreshToken).distinct()).hasSize(1);
        assertThat(issued.stream().map(TokenResponse::accessToken).distinct()).hasSize(1);
        issued(tokenThere(here.refresh(client, issued.getFirst().refreshToken())));
    }

    @Test
    void theListingIsExactAfterRaces() {
        List<Key> keys =
                IntStream.range(0, 20).mapToObj(n -> new Key(Kind.ACCOUNT, "a" + n)).toList();
        Race.of(
                200,
                n -> {
                    var store = n % 2 == 0 ? here.store : there;
                    Key key = keys.get(n % keys.size());
                    var ends = fixture.ends.plusSeconds(n);
                    return store.insert(key, "first of " + n, ends) == Write.DONE
                            || store.replace(store.find(key).orElseThrow(), "of " + n, ends)
                                    == Write.DONE;
                });

        // Who lost a race put back what stood then; another may have won meanwhile.
        here.store.list(Kind.ACCOUNT, null, 100);
        List<Listed> listed = here.store.list(Kind.ACCOUNT, null, 100);
        assertThat(listed).hasSize(keys.size());
        assertThat(listed)
                .allSatisfy(each ->
                        assertThat(
                                        there.find(new Key(Kind.ACCOUNT, each.id()))
                                                .orElseThrow()
                                                .ends())
                                .isEqualTo(each.ends()));
        assertThat(there.count(Kind.ACCOUNT)).isEqualTo(keys.size());
    }

    @Test
    @DisplayName("SEC-09: neither a key nor a value in Redis holds an API key, a token or a secret")
    void aDumpHoldsNoSecret() {
        String code = here.code(client);
        TokenResponse first = issued(here.token(here.exchange(client, code)));
        TokenResponse second = issued(here.token(here.refresh(client, first.refreshToken())));
        assertThat(checkThere(second.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        String unused = here.code(client);

        List<String> dump = servers.dump();

        assertThat(dump).anyMatch(line -> line.contains(client.clientId().value()));
        assertThat(String.join("\n", dump)).contains("keystile:grant:", "keystile:listing:account");
        Stream.of(
                        List.of(InMemoryServer.API_KEY.reveal(), InMemoryServer.STATE),
                        List.of(Objects.requireNonNull(client.clientSecret()).reveal()),
                        partsOf(Credential.Kind.CODE, code),
                        partsOf(Credential.Kind.CODE, unused),
                        partsOf(Credential.Kind.ACCESS, first.accessToken().reveal()),
                        partsOf(Credential.Kind.ACCESS, second.accessToken().reveal()),
                        partsOf(Credential.Kind.REFRESH, first.refreshToken().reveal()),
                        partsOf(Credential.Kind.REFRESH, second.refreshToken().reveal()))
                .flatMap(List::stream)
                .flatMap(secret -> writings(secret).stream())
                .forEach(writing -> assertThat(dump).noneMatch(line -> line.contains(writing)));
    }

    /** A token as it stands, what comes after its prefix, and its secret alone. */
    private static List<String> partsOf(Credential.Kind kind, String token) {
        String prefix = TokenSettings.DEFAULT.prefix();
        byte[] secret =
                Credential.parse(Secret.of(token), prefix, kind).orElseThrow().secret().array();
        List<String> parts = new ArrayList<>(List.of(token, token.substring(prefix.length())));
        parts.add(Base64Url.encode(secret));
        parts.add(HexFormat.of().formatHex(secret));
        return parts;
    }

    /** As it stands, and its bytes in the usual encodings, without what comes from their length. */
    private static List<String> writings(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        int whole = bytes.length / 3 * 4;
        return List.of(
                secret,
                Base64.getEncoder().encodeToString(bytes).substring(0, whole),
                Base64.getUrlEncoder().encodeToString(bytes).substring(0, whole),
                HexFormat.of().formatHex(bytes));
    }
}
