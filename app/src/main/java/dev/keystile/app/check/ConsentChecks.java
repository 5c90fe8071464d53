package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;

/** The two consent pages with a key in hand. */
record ConsentChecks(
        Wire wire, CheckTarget target, ServerMetadata metadata, Secret key, SecureRandom random) {
    /** The page after a key was typed, in the browser that typed it. */
    record Review(Attempt attempt, Browser browser, Answer page) {
        /** For the line of the report. */
        String note() {
            return ConsentForm.tools(page) + " tools";
        }
    }

    /** A key that looks right but is not is refused; the page asks again. */
    void wrongKey(RegisteredClient client) {
        Answer answer = type(client, wrongKey()).page();
        expectUpstream(answer);
        unless(answer.status() == 401 || answer.status() == 200, answer.said() + ", expected 401");
        unless(
                ConsentForm.asksForKey(answer),
                "a random key was accepted: the upstream does not check keys in a way the gateway can see");
    }

    /** The right key leads to the page that says what it unlocks. */
    Review rightKey(RegisteredClient client) {
        Review review = type(client, key);
        expectUpstream(review.page());
        review.page()
                .expect(
                        200,
                        "is the key right, and does it belong to the user of "
                                + target.resource()
                                + "?");
        ConsentForm.of(review.page(), "allow", target);
        return review;
    }

    /** Allow answers with a code. */
    Consent allow(Review review) {
        Answer answer = review.browser().submit(ConsentForm.of(review.page(), "allow", target));
        answer.expect(303, "allowing has to lead back to the client");
        Redirect redirect = Redirect.of(answer, review.attempt(), metadata.issuer());
        unless(redirect.parameter("error").isEmpty(), "the redirect carries an error");
        unless(!redirect.parameter("code").isEmpty(), "the redirect carries no code");
        return new Consent(review.attempt(), redirect.parameter("code"));
    }

    private Review type(RegisteredClient client, Secret typed) {
        Attempt attempt = Attempt.of(client, target.resource(), random);
        var browser = new Browser(wire, target);
        Answer page =
                browser.open(
                                metadata.authorizationEndpoint()
                                        + "?"
                                        + attempt.parameters().encoded())
                        .expect(200, "a good request gets the page with the key field");
        ConsentForm form = ConsentForm.of(page, "continue", target).with("api_key", typed.reveal());
        return new Review(attempt, browser, browser.submit(form));
    }

    private static void expectUpstream(Answer answer) {
        unless(
                answer.status() != 503,
                "the upstream MCP server did not answer; is MCP_UPSTREAM_URL right, and is it up?");
    }

    /**
     * As much of the key as may be a prefix that is checked before anything is sent, then random
     * characters.
     */
    private Secret wrongKey() {
        String right = key.reveal();
        int separator = Math.max(right.lastIndexOf('_'), right.lastIndexOf('-'));
        String prefix = right.substring(0, separator < 0 ? right.length() / 2 : separator + 1);
        return Secret.of(prefix + Attempt.secret(random));
    }
}
