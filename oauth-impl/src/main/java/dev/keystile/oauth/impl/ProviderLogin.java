package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends people to the OpenID provider and takes them back. What is needed then travels sealed in
 * the {@code state}, for one browser; so does the proof of who somebody is, in a page.
 *
 * @param provider null when there is none
 */
record ProviderLogin(
        @Nullable IdentityProvider provider,
        Sealer sealer,
        InstantSource clock,
        SecureRandom random) {
    /** How long a person has at the provider. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** How long the proof of who somebody is is good for. */
    static final Duration PROOF_LIFE = Duration.ofMinutes(5);

    /**
     * Longest sealed transaction in characters: with what else is in a state, providers and proxies
     * put up with so much in a URL.
     */
    static final int MOST = 3000;

    /**
     * Somebody on their way.
     *
     * @param transaction what they are asked to consent to; null at the account page
     * @param toLink whether they want to link a key there
     */
    record Trip(String language, @Nullable AuthorizationTransaction transaction, boolean toLink) {}

    private record Sent(Login login, Trip trip) {}

    /** Somebody who came back. */
    record Returned(Trip trip, LoginAnswer answer) {}

    /** What people know the provider by. */
    Optional<String> name() {
        return Optional.ofNullable(provider).map(IdentityProvider::name);
    }

    /** The same, unless a transaction is too long to be sent there. */
    Optional<String> name(Secret sealedTransaction) {
        return name().filter(_ -> sealedTransaction.reveal().length() <= MOST);
    }

    LoginStart begin(Secret browser, Trip trip) {
        if (provider == null) {
            return new LoginStart.Unavailable("there is no provider");
        }
        Sent sent = sent(trip);
        return provider.start(sent.login(), state(sent, browser), trip.language());
    }

    /** Empty when the state is too old, altered, or of another browser. */
    Optional<Returned> finish(Parameters answer, Secret browser) {
        Secret state = answer.secret("state");
        return provider == null || state == null
                ? Optional.empty()
                : open(state, "login", browser, ProviderLogin::sent)
                        .map(sent ->
                                new Returned(sent.trip(), provider.finish(sent.login(), answer)));
    }

    /** The sealed proof of who somebody is who came back just now. */
    Secret proof(Identity identity, Secret browser) {
        JsonObjectBuilder json =
                IdentityText.write(identity)
                        .add("ends", clock.instant().plus(PROOF_LIFE).toEpochMilli());
        return seal(json, "identity", browser);
    }

    /** Whom it proves; empty when it is too old, altered, or of another browser. */
    Optional<Identity> proven(Secret proof, Secret browser) {
        return provider == null
                ? Optional.empty()
                : open(proof, "identity", browser, IdentityText::read);
    }

    /** What a page says of it. */
    static KeyProblem problem(LoginAnswer.Nobody answer) {
        return switch (answer) {
            case LoginAnswer.Denied _ -> KeyProblem.IDENTITY_DENIED;
            case LoginAnswer.Refused _ -> KeyProblem.IDENTITY_REFUSED;
            case LoginAnswer.Unavailable _ -> KeyProblem.IDENTITY_UNAVAILABLE;
        };
    }

    private Sent sent(Trip trip) {
        Secret verifier = Secret.of(Base64Url.encode(Crypto.random(random, Crypto.KEY_BYTES)));
        return new Sent(login(verifier, clock.instant()), trip);
    }

    /** The nonce follows from the verifier, which the provider learns last. */
    private static Login login(Secret verifier, Instant begun) {
        Secret nonce = Secret.of(Digest.of(Secret.of("nonce " + verifier.reveal())).value());
        return new Login(nonce, verifier, begun);
    }

    private Secret state(Sent sent, Secret browser) {
        Instant begun = sent.login().begun();
        JsonObjectBuilder json =
                JsonText.object()
                        .add("verifier", sent.login().codeVerifier().reveal())
                        .add("begun", begun.toEpochMilli())
                        .add("ends", begun.plus(LIFE).toEpochMilli())
                        .add("language", sent.trip().language())
                        .add("link", sent.trip().toLink());
        AuthorizationTransaction transaction = sent.trip().transaction();
        if (transaction != null) {
            json.add("transaction", TransactionSeal.write(transaction));
        }
        return seal(json, "login", browser);
    }

    private static Sent sent(JsonObject json) {
        return new Sent(
                login(Secret.of(json.getString("verifier")), JsonText.instant(json, "begun")),
                new Trip(
                        json.getString("language"),
                        json.containsKey("transaction")
                                ? TransactionSeal.read(json.getJsonObject("transaction"))
                                : null,
                        json.getBoolean("link")));
    }

    private Secret seal(JsonObjectBuilder json, String what, Secret browser) {
        byte[] text = Crypto.utf8(json.build().toString());
        return Secret.of(sealer.seal(text, context(what, browser), random));
    }

    private <T> Optional<T> open(
            Secret sealed, String what, Secret browser, Function<JsonObject, T> read) {
        return sealer.open(sealed.reveal(), context(what, browser))
                .map(text -> JsonText.read(new String(text, StandardCharsets.UTF_8)))
                .filter(json -> clock.instant().isBefore(JsonText.instant(json, "ends")))
                .map(read);
    }

    private static String context(String what, Secret browser) {
        return what + " of browser " + Digest.of(browser).value();
    }
}
