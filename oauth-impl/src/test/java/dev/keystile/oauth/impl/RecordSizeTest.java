package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many characters records may have, with ids, addresses and a key as long as real ones are. */
class RecordSizeTest {
    /** Redis gives a string 1024 bytes up to here, less what stands before the text. */
    private static final int ONE_KILOBYTE = 1018 - 33;

    private static final String USER = "cd3221ba-e9a0-4010-83d1-cd68800918ff";
    private static final String RESOURCE = "https://mcp.example.com/mcp/oauth/" + USER;
    private static final String CALLBACK = "https://claude.ai/api/mcp/auth_callback";
    private static final ClientId CLIENT = new ClientId("YWdQmXrAXiJpU3mIdqLDaev6tQWb54Ia");
    private static final Secret API_KEY = Secret.of("jean_sk_" + "0123456789abcdef".repeat(2));
    private static final String ID = "MGQBoySZD9_mFV8LLZsv3Q";

    private final GrantFixture fixture = new GrantFixture();

    @Test
    void aGrantWithOneAccessAndOneRefreshTokenFitsInto1024BytesOfRedis() {
        var redeemed = fixture.redeemed();

        assertThat(text(redeemed.next())).hasSizeLessThanOrEqualTo(ONE_KILOBYTE);
    }

    @Test
    void aRememberedRotationAndASecondAccessTokenAddNoMoreThan360Characters() {
        var redeemed = fixture.redeemed();
        Grant rotated = fixture.rotated(redeemed.next(), redeemed.tokens().refresh(), NOW).next();

        assertThat(text(rotated)).hasSizeLessThanOrEqualTo(ONE_KILOBYTE + 360);
    }

    @Test
    void anAccountWithOneGrantHasNoMoreThan130Characters() {
        var subject = new Account.Subject.Claimed(new UserId(USER));
        Account opened = Account.open(ID, new ConnectorId("jean"), subject, ID, NOW);
        Account account = opened.with(fixture.awaiting.id(), _ -> true);

        assertThat(Repository.text(new AccountCodec(), account)).hasSizeLessThanOrEqualTo(130);
    }

    @Test
    void aPublicClientWithOneRedirectUriHasNoMoreThan150Characters() {
        var metadata =
                new ClientMetadata(
                        List.of(CALLBACK),
                        "Claude",
                        "none",
                        null,
                        GrantType.all(),
                        List.of("code"),
                        null,
                        null,
                        null,
                        null,
                        null);
        Digest token = Digest.of(Crypto.utf8("token"));

        assertThat(
                        Repository.text(
                                new ClientCodec(), new Client(CLIENT, metadata, null, token, NOW)))
                .hasSizeLessThanOrEqualTo(150);
    }

    /** The text of a grant of the fixture, with real lengths. */
    private String text(Grant grant) {
        Stage.Active active = GrantFixture.active(grant);
        Custody custody =
                Custody.take(API_KEY, grant.id(), fixture.outer, fixture.random).custody();
        return Repository.text(
                new GrantCodec(),
                new Grant(
                        grant.id(),
                        ID,
                        grant.createdAt().toEpochMilli(),
                        CLIENT,
                        grant.clientMethod(),
                        RESOURCE,
                        grant.scope(),
                        grant.tools(),
                        grant.tagKey(),
                        custody,
                        new Stage.Active(
                                new Stage.SpentCode(active.redeemed().digest(), CALLBACK),
                                active.redeemedAt(),
                                active.refresh(),
                                active.rotations(),
                                active.access()),
                        grant.createdAt()));
    }
}
