package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static dev.keystile.oauth.impl.GrantFixture.active;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.impl.Credential.Kind;
import dev.keystile.oauth.impl.TokenRevocation.Outcome;
import dev.keystile.oauth.impl.TokenRevocation.Refusal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenRevocationTest {
    private final GrantFixture fixture = new GrantFixture();
    private final CodeRedemption.Outcome.Redeemed redeemed = fixture.redeemed();
    private final Grant grant = redeemed.next();
    private final Credential access = redeemed.tokens().access();
    private final Credential refresh = redeemed.tokens().refresh();
    private final Client client = Client.unread(GrantFixture.CLIENT, NOW);

    private Outcome revoke(Grant of, Credential token) {
        return TokenRevocation.revoke(of, token, client, NOW);
    }

    private static Grant ended(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Ended.class);
        return ((Outcome.Ended) outcome).next();
    }

    @Test
    @DisplayName("AS-X-01: a refresh token ends the grant, and the API key is erased with it")
    void aRefreshTokenEndsTheGrant() {
        Grant next = ended(revoke(grant, refresh));

        assertThat(next.stage())
                .isEqualTo(
                        new Stage.Revoked(
                                Stage.Revoked.Reason.BY_CLIENT, NOW, grant.stage().ends()));
        assertThat(next.custody().sealedKey()).isEmpty();
        assertThat(next.keptUntil()).isEqualTo(grant.keptUntil());
    }

    @Test
    @DisplayName("AS-X-01: so does every genuine refresh token, rotated or ahead of the store")
    void everyGenuineRefreshTokenEndsTheGrant() {
        Grant rotated = fixture.rotated(grant, refresh, NOW).next();

        for (Credential token :
                new Credential[] {
                    refresh, fixture.genuine(Kind.REFRESH, 2), fixture.genuine(Kind.REFRESH, 9)
                }) {
            assertThat(ended(revoke(rotated, token)).stage()).isInstanceOf(Stage.Revoked.class);
        }
        assertThat(ended(revoke(fixture.awaiting, fixture.genuine(Kind.REFRESH, 1))).stage())
                .isInstanceOf(Stage.Revoked.class);
    }

    @Test
    @DisplayName("AS-X-01: an access token ends alone, and its wrap is erased")
    void anAccessTokenEndsAlone() {
        var rotated = fixture.rotated(grant, refresh, NOW);
        Stage.Active before = active(rotated.next());

        Grant next = ended(revoke(rotated.next(), access));

        Stage.Active after = active(next);
        assertThat(after.access()).containsExactly(before.access().getLast());
        assertThat(after.refresh()).isEqualTo(before.refresh());
        assertThat(after.rotations()).isEqualTo(before.rotations());
        assertThat(after.redeemed()).isEqualTo(before.redeemed());
        assertThat(GrantFixture.text(next))
                .doesNotContain(before.access().getFirst().token().wrap());
        assertThat(
                        fixture.apiKey(
                                next,
                                rotated.tokens().access(),
                                after.access().getFirst().token().wrap()))
                .contains(GrantFixture.API_KEY);
    }

    @Test
    void whatIsOverStaysOver() {
        Grant revoked = ended(revoke(grant, refresh));
        Grant without = ended(revoke(grant, access));

        assertThat(revoke(revoked, refresh)).isEqualTo(new Outcome.Over());
        assertThat(revoke(revoked, access)).isEqualTo(new Outcome.Over());
        assertThat(revoke(without, access)).isEqualTo(new Outcome.Over());
        assertThat(revoke(fixture.awaiting, fixture.genuine(Kind.ACCESS, 1)))
                .isEqualTo(new Outcome.Over());
    }

    @Test
    void aCodeIsNoToken() {
        assertThat(revoke(fixture.awaiting, fixture.code)).isEqualTo(new Outcome.Unknown());
        assertThat(revoke(grant, fixture.code)).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void aWrongTagIsNoise() {
        for (Credential token : new Credential[] {access, refresh}) {
            Credential forged =
                    Credential.mint(
                            token.kind(),
                            token.grant(),
                            token.generation(),
                            token.secret(),
                            Bytes.of(Crypto.random(fixture.random, 32)));

            assertThat(revoke(grant, forged)).isEqualTo(new Outcome.Unknown());
        }
    }

    @Test
    @DisplayName("AS-X-01: a genuine token of another client is refused, live or not")
    void anotherClientsTokenIsRefused() {
        Client other = Client.unread(new ClientId("client-2"), NOW);
        Grant revoked = ended(revoke(grant, refresh));

        for (Grant of : new Grant[] {grant, revoked}) {
            for (Credential token : new Credential[] {access, refresh}) {
                assertThat(TokenRevocation.revoke(of, token, other, NOW))
                        .isEqualTo(new Outcome.Refused(Refusal.ANOTHER_CLIENT));
            }
        }
    }

    @Test
    void aClientThatProvesLessThanAtConsentIsRefused() {
        Grant confidential = withMethod(AuthMethod.CLIENT_SECRET_BASIC);

        assertThat(revoke(confidential, refresh))
                .isEqualTo(new Outcome.Refused(Refusal.WEAKER_AUTHENTICATION));
    }

    private Grant withMethod(AuthMethod method) {
        return new Grant(
                grant.id(),
                grant.account(),
                grant.epoch(),
                grant.client(),
                method,
                grant.resource(),
                grant.scope(),
                grant.tools(),
                grant.tagKey(),
                grant.custody(),
                grant.stage(),
                grant.createdAt());
    }
}
