package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What is known and what is not costs the same reads of the store and the same digests, so that the
 * time of an answer tells nobody which it was. Nothing is timed.
 */
class EqualWorkTest {
    private static final Secret WRONG = Secret.of("wrong");
    private static final GrantId NO_GRANT = new GrantId(Base64Url.encode(new byte[16]));

    private final InMemoryServer gateway =
            new InMemoryServer(
                    IntrospectionCallers.of(
                            Map.of("server", Secret.of("s".repeat(32))),
                            Secret.of("a".repeat(32))));
    private final ClientInformation client =
            gateway.register("client_secret_post", InMemoryServer.WEB);
    private final CountedDigests digests = new CountedDigests();

    /** What something took. */
    private record Work(List<Kind> reads, int digests) {}

    @AfterEach
    void stop() {
        digests.close();
    }

    private Work work(Runnable request) {
        var _ = gateway.store.read();
        int _ = digests.taken();
        request.run();
        return new Work(gateway.store.read().stream().map(Key::kind).toList(), digests.taken());
    }

    private Work token(Form form) {
        return work(() -> gateway.token(form));
    }

    @Test
    @DisplayName("SEC-12: an unknown client costs the token endpoint what a wrong secret does")
    void clientsAtTheTokenEndpoint() {
        Form form = gateway.refresh(client, Secret.of("none")).with("client_secret", "wrong");

        Work known = token(form);

        assertThat(known.reads()).isNotEmpty();
        assertThat(known.digests()).isPositive();
        assertThat(token(form.with("client_id", "nobody"))).isEqualTo(known);
        assertThat(token(form.without("client_secret"))).isEqualTo(known);
        assertThat(token(form.without("client_secret").with("client_id", "nobody")))
                .isEqualTo(known);
    }

    @Test
    @DisplayName("SEC-12: the same in a header")
    void clientsInAHeader() {
        Form form = Form.of("grant_type", "refresh_token", "refresh_token", "none");
        String id = client.clientId().value();

        Work known = work(() -> gateway.token(form, InMemoryServer.basic(id, "wrong")));

        assertThat(known.digests()).isPositive();
        assertThat(work(() -> gateway.token(form, InMemoryServer.basic("nobody", "wrong"))))
                .isEqualTo(known);
    }

    @Test
    @DisplayName("SEC-12: and where a client ends its tokens")
    void clientsAtRevocation() {
        Form form =
                Form.of("token", "none", "client_id", client.clientId().value())
                        .and("client_secret", "wrong");

        Work known = revocation(form);

        assertThat(known.digests()).isPositive();
        assertThat(revocation(form.with("client_id", "nobody"))).isEqualTo(known);
    }

    private Work revocation(Form form) {
        return work(() ->
                gateway.server.revocation().revoke(new ClientRequest(form.parameters(), null)));
    }

    @Test
    @DisplayName("SEC-12: and where it manages its registration")
    void clientsAtTheirRegistration() {
        var management = gateway.server.clientManagement();
        ClientId nobody = new ClientId("nobody");
        var update = new ClientUpdate(client.clientId().value(), null, client.metadata());

        Work reading = work(() -> management.read(client.clientId(), WRONG));
        Work updating = work(() -> management.update(client.clientId(), WRONG, update));
        Work deleting = work(() -> management.delete(client.clientId(), WRONG));

        assertThat(List.of(reading.digests(), updating.digests(), deleting.digests()))
                .allMatch(made -> made > 0);
        assertThat(work(() -> management.read(nobody, WRONG))).isEqualTo(reading);
        assertThat(work(() -> management.update(nobody, WRONG, update))).isEqualTo(updating);
        assertThat(work(() -> management.delete(nobody, WRONG))).isEqualTo(deleting);
    }

    @Test
    @DisplayName("SEC-12: an unknown resource server, and a wrong admin, cost what known ones do")
    void callersOfIntrospection() {
        Form form = Form.of("token", "none", "client_id", "server", "client_secret", "wrong");

        Work known = introspection(form, null);
        Work admin = introspection(Form.of("token", "none"), "Bearer wrong");

        assertThat(List.of(known.digests(), admin.digests())).allMatch(made -> made > 0);
        assertThat(introspection(form.with("client_id", "nobody"), null)).isEqualTo(known);
    }

    private Work introspection(Form form, String authorization) {
        Secret header = authorization == null ? null : Secret.of(authorization);
        return work(() ->
                gateway.server
                        .introspection()
                        .introspect(new ClientRequest(form.parameters(), header)));
    }

    @Test
    @DisplayName(
            "SEC-12: a page for a user whom nobody has seen costs what one for a known user does")
    void usersOnThePage() {
        ClientInformation open = gateway.publicClient();
        String ann = gateway.personal("ann").uri();
        gateway.allow(
                gateway.authorization(open).with("resource", ann), InMemoryServer.API_KEY, null);

        Work known = authorization(open, ann);

        assertThat(known.reads()).isNotEmpty();
        assertThat(authorization(open, gateway.personal("bob").uri())).isEqualTo(known);
    }

    private Work authorization(ClientInformation open, String resource) {
        return work(() -> gateway.ask(gateway.authorization(open).with("resource", resource)));
    }

    @Test
    @DisplayName("SEC-12: a refresh token of no grant costs what a wrong one of a grant does")
    void refreshTokens() {
        ClientInformation open = gateway.publicClient();
        GrantId grant = gateway.allowed(gateway.signIn(open).accessToken()).grant();

        Work known = token(gateway.refresh(open, forged(Credential.Kind.REFRESH, grant)));

        assertThat(known.reads()).contains(Kind.GRANT);
        assertThat(token(gateway.refresh(open, forged(Credential.Kind.REFRESH, NO_GRANT))))
                .isEqualTo(known);
    }

    @Test
    @DisplayName("SEC-12: an access token of no grant costs what a wrong one of a grant does")
    void accessTokens() {
        ClientInformation open = gateway.publicClient();
        GrantId grant = gateway.allowed(gateway.signIn(open).accessToken()).grant();
        gateway.clock.forward(NearCache.LIFE);

        Work known = work(() -> gateway.check(forged(Credential.Kind.ACCESS, grant)));

        assertThat(known.reads()).containsExactly(Kind.GRANT);
        assertThat(known.digests()).isPositive();
        assertThat(work(() -> gateway.check(forged(Credential.Kind.ACCESS, NO_GRANT))))
                .isEqualTo(known);
    }

    /** Of the right form, and nobody's. */
    private Secret forged(Credential.Kind kind, GrantId grant) {
        Bytes random = Bytes.of(Crypto.random(gateway.random, Crypto.KEY_BYTES));
        return Credential.mint(kind, grant, 0, random, random)
                .print(TokenSettings.DEFAULT.prefix());
    }
}
