package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import java.security.SecureRandom;
import java.util.Locale;

/** The authorization endpoint and its page, as far as no key is needed (RFC 6749 section 4.1). */
record AuthorizationChecks(
        Wire wire, CheckTarget target, ServerMetadata metadata, SecureRandom random) {
    private static final String NO_REDIRECT =
            "an unknown client or redirect URI gets an error page, never a redirect";

    /** The page asks for the key and protects itself. */
    void page(RegisteredClient client) {
        Answer page =
                open(attempt(client).parameters())
                        .expect(200, "a good request gets the page with the key field");
        unless(ConsentForm.asksForKey(page), "the page has no password field named api_key");
        ConsentForm.of(page, "continue", target);
        unless(
                page.header("Content-Security-Policy").contains("frame-ancestors 'none'"),
                "Content-Security-Policy lacks frame-ancestors 'none'");
        unless(
                !page.header("Content-Security-Policy").contains("form-action"),
                "form-action in the Content-Security-Policy stops the redirect in Chromium");
        page.expectNoStore();
        unless(
                !page.headerValues("Set-Cookie").isEmpty(),
                "no cookie binds the page to the browser");
        page.headerValues("Set-Cookie").forEach(this::expectGuarded);
    }

    /** Deny leads back to a client on this machine. */
    void deny(RegisteredClient client) {
        Attempt attempt = attempt(client);
        var browser = new Browser(wire, target);
        Answer page =
                browser.open(url(attempt.parameters())).expect(200, "a good request gets the page");
        Redirect.of(
                        browser.submit(ConsentForm.of(page, "deny", target)),
                        attempt,
                        metadata.issuer())
                .expectError("access_denied");
    }

    /** An unknown client is told so on a page. */
    void unknownClient() {
        RegisteredClient nobody = new RegisteredClient("keystile-self-test-nobody");
        expectErrorPage(open(attempt(nobody).parameters()));
    }

    /** A redirect URI that was not registered is not used. */
    void unregisteredRedirectUri(RegisteredClient client) {
        expectErrorPage(
                open(
                        attempt(client)
                                .parameters()
                                .with("redirect_uri", "https://example.com/callback")));
    }

    /** Without PKCE the client hears of it. */
    void missingChallenge(RegisteredClient client) {
        Attempt attempt = attempt(client);
        Answer answer = open(attempt.parameters().without("code_challenge"));
        Redirect.of(answer, attempt, metadata.issuer()).expectError("invalid_request");
    }

    private Attempt attempt(RegisteredClient client) {
        return Attempt.of(client, target.resource(), random);
    }

    private Answer open(Form parameters) {
        return new Browser(wire, target).open(url(parameters));
    }

    private String url(Form parameters) {
        return metadata.authorizationEndpoint() + "?" + parameters.encoded();
    }

    private static void expectErrorPage(Answer answer) {
        unless(answer.headerValues("Location").isEmpty(), NO_REDIRECT);
        answer.expect(400, NO_REDIRECT).html();
    }

    private void expectGuarded(String setCookie) {
        String attributes = setCookie.toLowerCase(Locale.ROOT);
        unless(attributes.contains("httponly"), "a cookie of the page lacks HttpOnly");
        unless(attributes.contains("samesite=lax"), "a cookie of the page lacks SameSite=Lax");
        unless(
                attributes.contains("; secure") || target.base().startsWith("http:"),
                "a cookie of the page lacks Secure");
    }
}
