package dev.keystile.oauth.api;

/**
 * Who somebody is at an OpenID provider. Two are the same person's when issuer and subject are the
 * same (OpenID Connect Core 1.0 section 5.7); the label says nothing about that.
 *
 * @param issuer the provider's issuer identifier
 * @param subject the provider's {@code sub}: at most 255 characters, never given to another person
 * @param label what the person knows themselves by there, such as an e-mail address; for showing,
 *     and nobody else's word than the provider's
 */
public record Identity(String issuer, String subject, String label) {
    /** Whether it is the same person at the same provider. */
    public boolean isSameAs(Identity other) {
        return issuer.equals(other.issuer) && subject.equals(other.subject);
    }
}
