package dev.keystile.oauth.impl;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** An assertion before it is signed, to be changed one member at a time. */
public record AssertionDraft(Map<String, Object> header, Map<String, Object> claims) {
    private static final AtomicLong IDS = new AtomicLong();

    /** A good one that lives a minute, with a new {@code jti}. */
    public static AssertionDraft of(String clientId, Instant now) {
        return new AssertionDraft(
                Map.of(),
                Map.of(
                        "iss",
                        clientId,
                        "sub",
                        clientId,
                        "aud",
                        InMemoryServer.BASE,
                        "iat",
                        now.getEpochSecond(),
                        "exp",
                        now.plus(Duration.ofMinutes(1)).getEpochSecond(),
                        "jti",
                        "id-" + IDS.incrementAndGet()));
    }

    public AssertionDraft claim(String name, Object value) {
        return new AssertionDraft(header, with(claims, name, value));
    }

    public AssertionDraft without(String claim) {
        Map<String, Object> fewer = new HashMap<>(claims);
        fewer.remove(claim);
        return new AssertionDraft(header, fewer);
    }

    public AssertionDraft header(String name, Object value) {
        return new AssertionDraft(with(header, name, value), claims);
    }

    /** Signed with the key's usual algorithm; the header names the key if it has a name. */
    public String signedBy(JWK key) {
        return signedBy(key, usual(key));
    }

    public String signedBy(JWK key, JWSAlgorithm algorithm) {
        try {
            JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
            String input = input(key.getKeyID(), algorithm.getName());
            Base64URL signature =
                    signer.sign(
                            new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + signature;
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What is signed, under any name of an algorithm. */
    public String input(String keyId, String algorithm) {
        Map<String, Object> full = new HashMap<>();
        full.put("alg", algorithm);
        if (keyId != null) {
            full.put("kid", keyId);
        }
        full.putAll(header);
        return part(full) + "." + part(claims);
    }

    private static String part(Map<String, Object> members) {
        return Base64URL.encode(JSONObjectUtils.toJSONString(members)).toString();
    }

    private static Map<String, Object> with(
            Map<String, Object> members, String name, Object value) {
        Map<String, Object> more = new HashMap<>(members);
        more.put(name, value);
        return more;
    }

    private static JWSAlgorithm usual(JWK key) {
        return switch (key.getKeyType().getValue()) {
            case "RSA" -> JWSAlgorithm.RS256;
            default ->
                    key.toECKey().getCurve().getName().equals("P-256")
                            ? JWSAlgorithm.ES256
                            : key.toECKey().getCurve().getName().equals("P-384")
                                    ? JWSAlgorithm.ES384
                                    : JWSAlgorithm.ES512;
        };
    }
}
