package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ClientUpdate;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** SEC-09: neither a log nor a record's text shows a secret. */
class SecretsArePrintedNowhereTest {
    private static final String RESOURCE_SERVER_SECRET = "resource-server-secret-0123456789";
    private static final String ADMIN_TOKEN = "admin-token-0123456789-0123456789";

    private final IntrospectionCallers callers =
            IntrospectionCallers.of(
                    Map.of("rs", Secret.of(RESOURCE_SERVER_SECRET)), Secret.of(ADMIN_TOKEN));
    private final InMemoryServer gateway = new InMemoryServer(callers);
    private final ClientInformation client =
            gateway.register("client_secret_post", "https://app.example.com/cb");
    private final Form form = gateway.authorization(client);

    /** Everything that went in or came out, with what must not be seen of it. */
    private final List<Object> seen = new ArrayList<>(List.of(client, callers));

    private final List<String> secrets =
            new ArrayList<>(
                    List.of(
                            Objects.requireNonNull(client.clientSecret()).reveal(),
                            client.management().accessToken().reveal(),
                            RESOURCE_SERVER_SECRET,
                            ADMIN_TOKEN,
                            InMemoryServer.STATE,
                            InMemoryServer.API_KEY.reveal(),
                            GrantFixture.VERIFIER));

    @Test
    void noLogShowsASecret() {
        List<String> lines = new ArrayList<>();
        Handler capture = capture(lines);
        Logger logger = Logger.getLogger("dev.keystile.oauth.impl");
        Level level = logger.getLevel();
        logger.addHandler(capture);
        logger.setLevel(Level.ALL);
        try {
            walk();
        } finally {
            logger.removeHandler(capture);
            logger.setLevel(level);
        }

        assertThat(lines)
                .anyMatch(line -> line.contains("code.issued grant="))
                .anyMatch(line -> line.contains("code.replayed grant="))
                .anyMatch(line ->
                        line.contains(
                                "client.rejected error=invalid_client client=" + client.clientId()))
                .anyMatch(line -> line.contains("consent.denied client=" + client.clientId()))
                .anyMatch(line -> line.matches("token.revoked grant=.+ client=.+ kind=access"))
                .anyMatch(line -> line.matches("token.revoked grant=.+ client=.+ kind=refresh"))
                .anyMatch(line -> line.matches("revocation.refused grant=.+ reason=another_client"))
                .contains("introspection.refused scheme=client")
                .contains("introspection.refused scheme=bearer")
                .contains("client.updated client=" + client.clientId() + " method=none")
                .anyMatch(line ->
                        line.startsWith(
                                "client.refused client="
                                        + client.clientId()
                                        + " error=invalid_redirect_uri reason="))
                .contains("client.management-refused client=" + client.clientId())
                .contains("client.management-refused client=unknown")
                .contains("client.deleted client=" + client.clientId())
                .anyMatch(line -> line.contains("key.refused client=" + client.clientId()));
        assertThat(lines).noneMatch(line -> line.contains("{0}") || line.contains("{1}"));
        assertShowNothing(lines);
    }

    @Test
    void noRequestOrAnswerShowsASecret() {
        walk();

        assertShowNothing(seen);
    }

    @Test
    void noEventShowsASecret() {
        walk();

        assertThat(gateway.events)
                .hasAtLeastOneElementOfType(Event.NotAsked.class)
                .hasAtLeastOneElementOfType(Event.KeyTyped.class)
                .hasAtLeastOneElementOfType(Event.Consented.class)
                .hasAtLeastOneElementOfType(Event.ClientRejected.class)
                .hasAtLeastOneElementOfType(Event.Refreshed.class)
                .hasAtLeastOneElementOfType(Event.GrantEnded.class);
        assertShowNothing(gateway.events);
    }

    @Test
    void noRecordShowsASecret() {
        GrantFixture fixture = new GrantFixture();
        var redeemed = fixture.redeemed();
        Custody.Opened opened =
                Custody.take(
                        GrantFixture.API_KEY, fixture.awaiting.id(), fixture.outer, fixture.random);
        KeyPairs.Pair pair = KeyPairs.generate(fixture.random);
        MasterSecret master = MasterSecret.of("0123456789abcdef0123456789abcdef".getBytes());
        Store.Stored stored =
                new Store.Stored(
                        new Store.Key(Store.Kind.GRANT, "id"),
                        GrantFixture.text(redeemed.next()),
                        1,
                        Instant.EPOCH);
        secrets.addAll(
                List.of(
                        fixture.code.print("").reveal(),
                        fixture.code.secret().encode(),
                        redeemed.tokens().access().secret().encode(),
                        redeemed.tokens().refresh().secret().encode(),
                        fixture.privateKey.encode(),
                        pair.privateKey().encode(),
                        opened.privateKey().encode(),
                        fixture.awaiting.tagKey().encode(),
                        fixture.successors.current().key().encode(),
                        "0123456789abcdef",
                        "typed-secret"));

        assertShowNothing(
                List.of(
                        fixture.code,
                        fixture.awaiting,
                        fixture.attempt(),
                        redeemed,
                        fixture.rotated(
                                redeemed.next(), redeemed.tokens().refresh(), GrantFixture.NOW),
                        fixture.at(GrantFixture.NOW),
                        opened,
                        pair,
                        master,
                        stored,
                        new Repository.Held<>(redeemed.next(), stored),
                        new ClientAuthentication.Claim("id", Secret.of("typed-secret")),
                        transaction()));
    }

    private AuthorizationTransaction transaction() {
        var verdict =
                new RequestValidation(
                                new Clients(
                                        gateway.clients(),
                                        new UnusedClients(gateway.store, 1, gateway.random),
                                        ClientDocuments.NONE),
                                () -> gateway.resources)
                        .validate(form.parameters(), gateway.clock.instant());
        return ((RequestValidation.Verdict.Valid) verdict)
                .transaction()
                .accepted(
                        gateway.resources.shared().uri(),
                        new AuthorizationTransaction.AcceptedKey(InMemoryServer.API_KEY, null),
                        gateway.clock.instant());
    }

    /** A whole life of a grant, with everything that can go wrong on the way. */
    private void walk() {
        keep(new AuthorizationRequest(form.parameters(), Secret.of("a-cookie")));
        secrets.add("a-cookie");
        AuthorizationOutcome.Ask ask = keep(gateway.ask(form));
        secrets.add(ask.browser().reveal());
        secrets.add(ask.prompt().transaction().reveal());
        keep(gateway.authorize(form.with("response_type", "x")));
        keep(gateway.authorize(form.with("client_id", "x")));
        keep(gateway.type(ask, Secret.of("wrong-key"), "typed user"));
        secrets.add("wrong-key");
        ConsentStep typed =
                keep(
                        new ConsentStep.Continue(
                                ask.prompt().transaction(),
                                ask.browser(),
                                InMemoryServer.API_KEY,
                                null));
        ConsentOutcome.Review review = InMemoryServer.review(keep(gateway.consent(typed)));
        Secret page = review.prompt().transaction();
        secrets.add(page.reveal());
        keep(gateway.consent(new ConsentStep.Deny(page, ask.browser())));
        AuthorizationResponse response =
                InMemoryServer.redirect(
                        keep(gateway.consent(new ConsentStep.Allow(page, ask.browser()))));
        String code = InMemoryServer.query(response).value("code");
        secrets.add(code);
        redeem(code);
    }

    private void redeem(String code) {
        Form exchange = gateway.exchange(client, code);
        keep(new ClientRequest(exchange.parameters(), Secret.of("Basic typed-secret")));
        secrets.add("typed-secret");
        keep(gateway.token(exchange.with("client_secret", "typed-secret")));
        keep(gateway.token(exchange.with("code_verifier", "typed-secret")));
        TokenResponse tokens = InMemoryServer.issued(keep(gateway.token(exchange)));
        secrets.add(tokens.accessToken().reveal());
        secrets.add(tokens.refreshToken().reveal());
        keep(gateway.check(tokens.accessToken()));
        TokenOutcome second = keep(gateway.token(gateway.refresh(client, tokens.refreshToken())));
        secrets.add(InMemoryServer.issued(second).refreshToken().reveal());
        gateway.clock.forward(Duration.ofMinutes(2));
        keep(gateway.token(exchange));
        keep(gateway.check(tokens.accessToken()));
        introspect(tokens.accessToken());
        TokenResponse other = gateway.signIn(client);
        introspect(other.accessToken());
        revoke(gateway.publicClient(), other.accessToken());
        revoke(client, other.accessToken());
        revoke(client, other.refreshToken());
        manage();
    }

    private void introspect(Secret token) {
        secrets.add(token.reveal());
        Form introspection = Form.of("token", token.reveal());
        for (String header :
                new String[] {
                    InMemoryServer.basic("rs", RESOURCE_SERVER_SECRET),
                    InMemoryServer.basic("rs", "typed-secret"),
                    "Bearer " + ADMIN_TOKEN,
                    "Bearer typed-secret"
                }) {
            var request = new ClientRequest(introspection.parameters(), Secret.of(header));
            keep(gateway.server.introspection().introspect(keep(request)));
        }
    }

    private void revoke(ClientInformation by, Secret token) {
        secrets.add(token.reveal());
        Form revocation = Form.of("token", token.reveal(), "client_id", by.clientId().value());
        var request =
                new ClientRequest(InMemoryServer.authenticated(revocation, by).parameters(), null);
        keep(gateway.server.revocation().revoke(keep(request)));
    }

    private void manage() {
        var management = gateway.server.clientManagement();
        ClientId id = client.clientId();
        Secret token = client.management().accessToken();
        keep(management.read(id, token));
        keep(management.read(id, Secret.of("typed-secret")));
        keep(management.delete(new ClientId("typed-secret"), token));
        keep(management.update(id, token, update("javascript:alert(1)")));
        keep(management.update(id, token, update("https://app.example.com/cb")));
        keep(management.delete(id, token));
    }

    private ClientUpdate update(String redirectUri) {
        return keep(
                new ClientUpdate(
                        client.clientId().value(),
                        client.clientSecret(),
                        InMemoryServer.metadata("none", redirectUri)));
    }

    private <T> T keep(T value) {
        seen.add(value);
        return value;
    }

    private void assertShowNothing(List<?> values) {
        for (Object value : values) {
            assertThat(value.toString()).doesNotContain(secrets);
        }
    }

    private static Handler capture(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
