package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in a store to the letter, since docs/storage.md describes it. */
class RecordTextTest {
    private static final Instant AT = Instant.ofEpochMilli(1000);
    private static final Scope SCOPE = Scope.parse("mcp offline_access");
    private static final Custody CUSTODY = new Custody(Bytes.of(new byte[] {1, 2, 3}), "sealed");
    private static final Stage.SpentCode SPENT =
            new Stage.SpentCode(new Digest("D0"), "http://localhost/cb");

    @Test
    void aGrantThatAwaitsTheExchangeOfItsCode() {
        var terms = new Stage.CodeTerms(new Digest("D0"), "C", "http://localhost/cb");

        assertThat(text(grant(CUSTODY, new Stage.AwaitingExchange(terms, at(60), "W0"))))
                .isEqualTo(
                        """
                        {"v":2,"account":"a","client":"c","resource":"https://mcp.example.com/mcp",\
                        "at":1000,"tag":"AAEC","pub":"AQID","key":"sealed",\
                        "code":{"digest":"D0","challenge":"C","uri":"http://localhost/cb","ends":61000,"wrap":"W0"}}\
                        """);
    }

    @Test
    void anActiveGrantAsMostAre() {
        Stage active =
                new Stage.Active(
                        SPENT,
                        at(5),
                        live("R1", 1, 90),
                        List.of(),
                        List.of(new Stage.Access(live("A1", 1, 30), SCOPE)));

        assertThat(text(grant(CUSTODY, active)))
                .isEqualTo(
                        """
                        {"v":2,"account":"a","client":"c","resource":"https://mcp.example.com/mcp",\
                        "at":1000,"tag":"AAEC","pub":"AQID","key":"sealed",\
                        "spent":{"digest":"D0","uri":"http://localhost/cb","at":6000},\
                        "refresh":{"digest":"R1","ends":91000,"wrap":"wrap of R1"},\
                        "access":[{"digest":"A1","ends":31000,"wrap":"wrap of A1"}]}\
                        """);
    }

    @Test
    void anActiveGrantWithAllThatIsUnusual() {
        Scope less = Scope.parse("mcp");
        Stage active =
                new Stage.Active(
                        SPENT,
                        at(5),
                        live("R3", 3, 90),
                        List.of(rotation("R1", 1, less), rotation("R2", 2, SCOPE)),
                        List.of(
                                new Stage.Access(live("A2", 2, 30), less),
                                new Stage.Access(live("A3", 3, 31), SCOPE)));

        assertThat(text(grant(7, AuthMethod.CLIENT_SECRET_BASIC, less, CUSTODY, active)))
                .isEqualTo(
                        """
                        {"v":2,"account":"a","client":"c","resource":"https://mcp.example.com/mcp",\
                        "at":1000,"scope":"mcp","epoch":7,"method":"client_secret_basic",\
                        "tag":"AAEC","pub":"AQID","key":"sealed",\
                        "spent":{"digest":"D0","uri":"http://localhost/cb","at":6000},\
                        "refresh":{"digest":"R3","gen":3,"ends":91000,"wrap":"wrap of R3"},\
                        "access":[{"digest":"A2","gen":2,"ends":31000,"wrap":"wrap of A2"},\
                        {"digest":"A3","ends":32000,"wrap":"wrap of A3","scope":"mcp offline_access"}],\
                        "rotations":[{"digest":"R1","gen":1,"salt":"BAQ","under":"BQ","at":11000,"ends":21000},\
                        {"digest":"R2","salt":"BAQ","under":"BQ","at":11000,"ends":21000,"scope":"mcp offline_access"}]}\
                        """);
    }

    @Test
    void aRevokedGrant() {
        Stage revoked = new Stage.Revoked(Stage.Revoked.Reason.BY_CLIENT, at(7), at(90));

        assertThat(text(grant(Custody.ERASED, revoked)))
                .isEqualTo(
                        """
                        {"v":2,"account":"a","client":"c","resource":"https://mcp.example.com/mcp",\
                        "at":1000,"tag":"AAEC",\
                        "revoked":{"why":"BY_CLIENT","at":8000,"ends":91000}}\
                        """);
    }

    @Test
    void aGrantOfSomeTools() {
        assertThat(restricted(new ToolPolicy.ReadOnly()))
                .isEqualTo(
                        """
                        {"v":2,"account":"a","client":"c","resource":"https://mcp.example.com/mcp",\
                        "at":1000,"readOnly":true,"tag":"AAEC",\
                        "revoked":{"why":"BY_CLIENT","at":8000,"ends":91000}}\
                        """);
        assertThat(restricted(new ToolPolicy.Named(Set.of("b", "a\""), false)))
                .contains(",\"tools\":[\"a\\\"\",\"b\"],\"tag\":");
        assertThat(restricted(new ToolPolicy.Named(Set.of("a"), true)))
                .contains(",\"tools\":[\"a\"],\"readOnly\":true,\"tag\":");
    }

    private static String restricted(ToolPolicy tools) {
        Stage revoked = new Stage.Revoked(Stage.Revoked.Reason.BY_CLIENT, at(7), at(90));
        return text(grant(1000, AuthMethod.NONE, SCOPE, tools, Custody.ERASED, revoked));
    }

    @Test
    void anAccountAsMostAre() {
        assertThat(text(account("id-1", 1000, null)))
                .isEqualTo(
                        """
                        {"v":2,"connector":"jean","at":1000,"grants":["g1","g2"],"claimed":"jane"}\
                        """);
    }

    @Test
    void anAccountOfAnotherKeyThatWasDisconnectedOnceAndWhoseKeyIsDead() {
        assertThat(text(account("F", 1001, at(3))))
                .isEqualTo(
                        """
                        {"v":2,"connector":"jean","at":1000,"grants":["g1","g2"],"epoch":1001,"fingerprint":"F","dead":4000,\
                        "claimed":"jane"}\
                        """);
    }

    @Test
    void theAccountsOfAKey() {
        assertThat(Repository.text(new KeyIndexCodec(), new KeyIndex(Map.of("claimed:jane", "a"))))
                .isEqualTo("{\"v\":2,\"accounts\":{\"claimed:jane\":\"a\"}}");
    }

    @Test
    void aClientAsMostRegister() {
        Client client =
                new Client(
                        new ClientId("id-1"),
                        metadata("none", GrantType.all(), List.of("code")),
                        null,
                        new Digest("M"),
                        AT);

        assertThat(Repository.text(new ClientCodec(), client))
                .isEqualTo(
                        """
                        {"v":2,"uris":["http://localhost/cb"],"name":"An app","at":1000,"manage":"M"}\
                        """);
    }

    @Test
    void aClientWithAnotherMethodAndOtherTypes() {
        Client client =
                new Client(
                        new ClientId("id-1"),
                        metadata("client_secret_post", List.of("refresh_token"), List.of()),
                        new Digest("S"),
                        null,
                        AT);

        assertThat(Repository.text(new ClientCodec(), client))
                .isEqualTo(
                        """
                        {"v":2,"uris":["http://localhost/cb"],"name":"An app","method":"client_secret_post",\
                        "grants":["refresh_token"],"responses":[],"at":1000,"secret":"S"}\
                        """);
    }

    @Test
    void aClientWithoutAnyMethodIsNotOneWithTheUsualMethod() {
        Client client =
                new Client(
                        new ClientId("id-1"),
                        metadata(null, GrantType.all(), List.of("code")),
                        null,
                        AT);

        assertThat(Repository.text(new ClientCodec(), client)).contains("\"method\":null");
    }

    private static Grant grant(Custody custody, Stage stage) {
        return grant(1000, AuthMethod.NONE, SCOPE, custody, stage);
    }

    private static Grant grant(
            long epoch, AuthMethod method, Scope scope, Custody custody, Stage stage) {
        return grant(epoch, method, scope, new ToolPolicy.Everything(), custody, stage);
    }

    private static Grant grant(
            long epoch,
            AuthMethod method,
            Scope scope,
            ToolPolicy tools,
            Custody custody,
            Stage stage) {
        return new Grant(
                new GrantId("id-1"),
                "a",
                epoch,
                new ClientId("c"),
                method,
                "https://mcp.example.com/mcp",
                scope,
                tools,
                Bytes.of(new byte[] {0, 1, 2}),
                custody,
                stage,
                AT);
    }

    private static Stage.Live live(String digest, int generation, long seconds) {
        return new Stage.Live(new Digest(digest), generation, at(seconds), "wrap of " + digest);
    }

    private static Stage.Rotation rotation(String old, int generation, Scope scope) {
        return new Stage.Rotation(
                new Digest(old),
                generation,
                Bytes.of(new byte[] {4, 4}),
                Bytes.of(new byte[] {5}),
                at(10),
                at(20),
                scope);
    }

    private static Account account(String fingerprint, long epoch, @Nullable Instant dead) {
        var subject = new Account.Subject.Claimed(new UserId("jane"));
        return new Account(
                "id-1",
                new ConnectorId("jean"),
                subject,
                fingerprint,
                epoch,
                dead,
                AT,
                null,
                Set.of("g2", "g1"));
    }

    private static ClientMetadata metadata(
            @Nullable String method, List<String> grants, List<String> responses) {
        return new ClientMetadata(
                List.of("http://localhost/cb"),
                "An app",
                method,
                null,
                grants,
                responses,
                null,
                null,
                null,
                null,
                null);
    }

    private static Instant at(long seconds) {
        return AT.plusSeconds(seconds);
    }

    private static String text(Grant grant) {
        return Repository.text(new GrantCodec(), grant);
    }

    private static String text(Account account) {
        return Repository.text(new AccountCodec(), account);
    }
}
