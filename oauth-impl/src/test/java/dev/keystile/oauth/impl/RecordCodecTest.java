package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written can be read, with every field set. */
class RecordCodecTest {
    static Stream<Grant> grants() {
        GrantFixture fixture = new GrantFixture();
        var redeemed = fixture.redeemed();
        Grant active = redeemed.next();
        var second = fixture.rotated(active, redeemed.tokens().refresh(), NOW.plusMillis(1));
        var third = fixture.rotated(second.next(), second.tokens().refresh(), NOW.plusMillis(20));
        return Stream.of(
                fixture.awaiting,
                active,
                second.next(),
                third.next(),
                third.next().revoked(Stage.Revoked.Reason.CODE_REPLAYED, NOW.plusMillis(300)),
                active.revoked(Stage.Revoked.Reason.BY_CLIENT, NOW),
                fixture.awaiting.revoked(Stage.Revoked.Reason.REFRESH_TOKEN_REUSED, NOW));
    }

    @ParameterizedTest
    @MethodSource("grants")
    void aGrantInEveryStage(Grant grant) {
        var codec = new GrantCodec();
        var json = JsonText.read(Repository.text(codec, grant));

        assertThat(codec.read(grant.id().value(), json)).isEqualTo(grant);
    }

    static Stream<ToolPolicy> policies() {
        return Stream.of(
                new ToolPolicy.Everything(),
                new ToolPolicy.ReadOnly(),
                new ToolPolicy.Named(Set.of("b", "a"), false),
                new ToolPolicy.Named(Set.of("\u00e4\"\\"), true));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aGrantWithEveryKindOfPolicyAlsoOnceItIsRevoked(ToolPolicy policy) {
        var codec = new GrantCodec();
        Grant some = new GrantFixture().awaiting;
        Grant grant =
                new Grant(
                        some.id(),
                        some.account(),
                        some.epoch(),
                        some.client(),
                        some.clientMethod(),
                        some.resource(),
                        some.scope(),
                        policy,
                        some.tagKey(),
                        some.custody(),
                        some.stage(),
                        some.createdAt());
        Grant revoked = grant.revoked(Stage.Revoked.Reason.BY_CLIENT, NOW);

        for (Grant each : List.of(grant, revoked)) {
            var json = JsonText.read(Repository.text(codec, each));

            assertThat(codec.read(each.id().value(), json)).isEqualTo(each);
            assertThat(each.tools()).isEqualTo(policy);
        }
    }

    static Stream<Account> accounts() {
        return Stream.of(
                        new Account.Subject.Proven(new UserId("jane")),
                        new Account.Subject.Claimed(new UserId("jane")),
                        new Account.Subject.Pseudonym("Zk3x"))
                .flatMap(subject ->
                        Stream.of(
                                account("id-1", subject, NOW.toEpochMilli(), null),
                                account("fp", subject, 7, NOW.plusMillis(5)),
                                account("fp", subject, 7, null)
                                        .with(new KeyCopy(Set.of("n-1", "n-2"), "sealed"))));
    }

    private static Account account(
            String fingerprint, Account.Subject subject, long epoch, Instant keyDeadSince) {
        return new Account(
                "id-1",
                new ConnectorId("jean"),
                subject,
                fingerprint,
                epoch,
                keyDeadSince,
                NOW,
                null,
                Set.of("g-1", "g-2"));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void anAccountOfEverySubject(Account account) {
        assertThat(again(new AccountCodec(), account)).isEqualTo(account);
    }

    @Test
    void aConfidentialClientWithAllItsMetadata() {
        Client client =
                new Client(
                        new ClientId("id-1"),
                        new ClientMetadata(
                                List.of("https://a.example/1", "https://a.example/2"),
                                "Näme \"quoted\" \\ 😀",
                                "client_secret_post",
                                null,
                                List.of("authorization_code", "refresh_token"),
                                List.of("code"),
                                "mcp offline_access",
                                "web",
                                "https://a.example",
                                "software",
                                "1.0"),
                        Digest.of(Crypto.utf8("secret")),
                        Digest.of(Crypto.utf8("token")),
                        NOW.plusMillis(1));

        assertThat(again(new ClientCodec(), client)).isEqualTo(client);
    }

    @Test
    void aPublicClientWithoutOptionalMetadata() {
        Client client =
                new Client(
                        new ClientId("id-1"),
                        new ClientMetadata(
                                List.of("http://localhost/cb"),
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null),
                        null,
                        NOW);

        assertThat(again(new ClientCodec(), client)).isEqualTo(client);
    }

    @Test
    void theIndexOfAKey() {
        KeyIndex index = new KeyIndex(Map.of("claimed:v", "1", "proven:a", "2", "pseudonym", "3"));

        assertThat(again(new KeyIndexCodec(), index)).isEqualTo(index);
        assertThat(again(new KeyIndexCodec(), new KeyIndex(Map.of())))
                .isEqualTo(new KeyIndex(Map.of()));
    }

    @Test
    void equalIndexesAreWrittenEquallyWhateverTheirOrder() {
        KeyIndex one = new KeyIndex(Map.of()).with("b", "2").with("a", "1").with("c", "3");
        KeyIndex other = new KeyIndex(Map.of()).with("c", "3").with("b", "2").with("a", "1");

        assertThat(text(one)).isEqualTo(text(other));
    }

    private static String text(KeyIndex index) {
        return new KeyIndexCodec().write(index).build().toString();
    }

    private static <A> A again(Codec<A> codec, A value) {
        return codec.read("id-1", JsonText.read(Repository.text(codec, value)));
    }
}
