package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.API_KEY;
import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static dev.keystile.oauth.impl.GrantFixture.active;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who can open a grant's API key after each transition. */
class CustodyTest {
    private final GrantFixture fixture = new GrantFixture();
    private final Stage.AwaitingExchange awaiting =
            (Stage.AwaitingExchange) fixture.awaiting.stage();
    private final CodeRedemption.Outcome.Redeemed redeemed = fixture.redeemed();
    private final Grant grant = redeemed.next();
    private final TokenPair tokens = redeemed.tokens();

    @Test
    void theCodeOpensTheKey() {
        assertThat(fixture.apiKey(fixture.awaiting, fixture.code, awaiting.wrap()))
                .contains(API_KEY);
    }

    @Test
    void afterTheExchangeBothTokensOpenTheKeyAndTheCodeNoLonger() {
        Stage.Live refresh = active(grant).refresh();
        Stage.Live access = active(grant).access().getFirst().token();

        assertThat(fixture.apiKey(grant, tokens.refresh(), refresh.wrap())).contains(API_KEY);
        assertThat(fixture.apiKey(grant, tokens.access(), access.wrap())).contains(API_KEY);
        assertNoWrapOpensFor(grant, fixture.code);
        assertThat(GrantFixture.text(grant)).doesNotContain(awaiting.wrap());
    }

    @Test
    void afterARotationTheOldRefreshTokenOpensNothing() {
        var rotated = fixture.rotated(grant, tokens.refresh(), NOW);
        Stage.Active next = active(rotated.next());

        assertThat(
                        fixture.apiKey(
                                rotated.next(), rotated.tokens().refresh(), next.refresh().wrap()))
                .contains(API_KEY);
        assertThat(
                        fixture.apiKey(
                                rotated.next(),
                                rotated.tokens().access(),
                                next.access().getLast().token().wrap()))
                .contains(API_KEY);
        assertThat(
                        fixture.apiKey(
                                rotated.next(),
                                tokens.access(),
                                next.access().getFirst().token().wrap()))
                .contains(API_KEY);
        assertNoWrapOpensFor(rotated.next(), tokens.refresh());
    }

    @Test
    void eachWrapOpensForItsOwnCredentialOnly() {
        Stage.Active active = active(grant);

        assertThat(fixture.apiKey(grant, tokens.access(), active.refresh().wrap())).isEmpty();
        assertThat(
                        fixture.apiKey(
                                grant, tokens.refresh(), active.access().getFirst().token().wrap()))
                .isEmpty();
        assertThat(
                        fixture.apiKey(
                                grant,
                                fixture.genuine(Credential.Kind.ACCESS, 1),
                                active.access().getFirst().token().wrap()))
                .isEmpty();
    }

    @Test
    void ofOneCredentialThereIsOneWrap() {
        Credential other = fixture.genuine(Credential.Kind.ACCESS, 1);

        assertThat(wrapFor(tokens.access(), 3)).isEqualTo(wrapFor(tokens.access(), 4));
        assertThat(wrapFor(other, 3)).isNotEqualTo(wrapFor(tokens.access(), 3));
    }

    @Test
    void aWrapIsSealedForItsCredentialUnderTheOperatorSecretToo() {
        MasterSecret other = MasterSecret.draw(fixture.random).replacing(List.of(fixture.secret));
        Minting under = fixture.under(other);
        String wrap = wrapFor(tokens.access(), 3);

        assertThat(rewrapped(wrap, tokens.refresh().digest(), under)).isEqualTo(wrap);
        String renewed = rewrapped(wrap, tokens.access().digest(), under);
        assertThat(renewed).isNotEqualTo(wrap);
        assertThat(Custody.unwrap(renewed, tokens.access(), under.outer()))
                .contains(fixture.privateKey);
    }

    private String wrapFor(Credential credential, long seed) {
        return Custody.wrap(fixture.privateKey, credential, fixture.outer, new SeededRandom(seed));
    }

    private String rewrapped(String wrap, Digest credential, Minting minting) {
        return Custody.rewrapped(wrap, grant.id(), Credential.Kind.ACCESS, credential, minting);
    }

    @Test
    void bothKeysOfAPairAre32Bytes() {
        for (int pair = 0; pair < 64; pair++) {
            KeyPairs.Pair drawn = KeyPairs.generate(fixture.random);

            assertThat(drawn.publicKey().array()).hasSize(32);
            assertThat(drawn.privateKey().array()).hasSize(32);
            byte[] sealed = KeyPairs.sealTo(drawn.publicKey(), new byte[1], "c", fixture.random);
            assertThat(KeyPairs.openWith(drawn.privateKey(), sealed, "c")).contains(new byte[1]);
        }
    }

    @Test
    void afterRevocationNothingIsLeftToOpen() {
        Grant revoked = grant.revoked(Stage.Revoked.Reason.REFRESH_TOKEN_REUSED, NOW);
        String wrap = active(grant).access().getFirst().token().wrap();

        assertThat(fixture.apiKey(revoked, tokens.access(), wrap)).isEmpty();
        assertThat(GrantFixture.text(revoked))
                .doesNotContain(wrap)
                .doesNotContain(active(grant).refresh().wrap())
                .doesNotContain(grant.custody().sealedKey())
                .doesNotContain(grant.custody().publicKey().encode());
    }

    @Test
    void aKeySealedForOneGrantDoesNotOpenInAnother() {
        Custody swapped = fixture.awaiting.custody();

        assertThat(swapped.open(fixture.privateKey, fixture.awaiting.id(), fixture.outer))
                .contains(API_KEY);
        assertThat(
                        swapped.open(
                                fixture.privateKey,
                                new GrantFixture(2).awaiting.id(),
                                fixture.outer))
                .isEmpty();
    }

    @Test
    void anotherPrivateKeyDoesNotOpenIt() {
        Bytes other = KeyPairs.generate(fixture.random).privateKey();

        assertThat(fixture.awaiting.custody().open(other, fixture.awaiting.id(), fixture.outer))
                .isEmpty();
    }

    @Test
    void anotherOperatorSecretOpensNeitherKeyNorWrap() {
        Sealer foreign = new GrantFixture(2).outer;

        assertThat(grant.custody().open(fixture.privateKey, grant.id(), foreign)).isEmpty();
        assertThat(Custody.unwrap(awaiting.wrap(), fixture.code, foreign)).isEmpty();
    }

    @Test
    void theOperatorSecretAloneOpensNothing() {
        byte[] inner =
                fixture.outer
                        .open(grant.custody().sealedKey(), "grant " + grant.id() + " api key")
                        .orElseThrow();

        assertThat(new String(inner, StandardCharsets.ISO_8859_1)).doesNotContain(API_KEY.reveal());
    }

    @Test
    void aDumpOfTheRecordShowsNoSecret() {
        Grant rotated = fixture.rotated(grant, tokens.refresh(), NOW).next();

        for (Grant stage : List.of(fixture.awaiting, grant, rotated)) {
            String dump = GrantFixture.text(stage);
            assertThat(dump).doesNotContain(API_KEY.reveal());
            assertThat(dump).doesNotContain(GrantFixture.VERIFIER);
            for (Credential credential : List.of(fixture.code, tokens.access(), tokens.refresh())) {
                assertThat(dump)
                        .doesNotContain(credential.print("").reveal())
                        .doesNotContain(credential.secret().encode());
            }
            assertThat(dump).doesNotContain(fixture.privateKey.encode());
        }
    }

    private void assertNoWrapOpensFor(Grant where, Credential credential) {
        Stage.Active active = active(where);
        assertThat(fixture.apiKey(where, credential, active.refresh().wrap())).isEmpty();
        assertThat(active.access())
                .noneMatch(access ->
                        fixture.apiKey(where, credential, access.token().wrap()).isPresent());
    }
}
