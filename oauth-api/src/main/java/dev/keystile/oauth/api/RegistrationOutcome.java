package dev.keystile.oauth.api;

/** What becomes of a registration request. */
public sealed interface RegistrationOutcome {
    /** The client exists now: 201. */
    record Registered(ClientInformation client) implements RegistrationOutcome {}

    /** {@code invalid_redirect_uri} or {@code invalid_client_metadata}: 400. */
    record Refused(OAuthFailure failure) implements RegistrationOutcome {}
}
