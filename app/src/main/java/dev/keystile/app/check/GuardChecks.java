package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import java.net.http.HttpRequest;
import java.util.List;

/** The MCP endpoint lets nobody in without a token of its own (RFC 6750, RFC 9728 section 5). */
record GuardChecks(Wire wire, CheckTarget target) {
    private static final String FOREIGN_TOKEN = "a-token-that-somebody-else-issued";

    /** Every method is refused alike; the challenge of the POST. */
    Challenge requiresToken() {
        List<Challenge> challenges =
                List.of("POST", "GET", "HEAD", "DELETE").stream().map(this::challenge).toList();
        challenges.forEach(this::leadsToSignIn);
        return challenges.getFirst();
    }

    /** The URL in the challenge can be read without a token. */
    void metadataIsReachable(Challenge challenge) {
        String url = challenge.parameter("resource_metadata");
        String resource =
                Json.string(
                        wire.send(Wire.get(url)).expect(200, "the challenge names this URL").json(),
                        "resource");
        unless(resource.equals(target.resource()), "it is about \"" + resource + "\"");
    }

    /** A token that this server did not issue is refused as such. */
    void refusesForeignToken() {
        refuses(target.resource(), FOREIGN_TOKEN);
    }

    /** This token is refused at this URL. */
    void refuses(String resource, String token) {
        HttpRequest.Builder request =
                Mcp.post(resource, Mcp.PING).header("Authorization", "Bearer " + token);
        Challenge challenge = Challenge.of(wire.send(request), "POST");
        unless(
                challenge.parameter("error").equals("invalid_token"),
                "the challenge lacks error=\"invalid_token\"");
    }

    private Challenge challenge(String method) {
        HttpRequest.Builder request =
                method.equals("POST")
                        ? Mcp.post(target.resource(), Mcp.PING)
                        : Wire.request(method, target.resource());
        return Challenge.of(wire.send(request), method);
    }

    private void leadsToSignIn(Challenge challenge) {
        String expected = target.metadataOf(target.resource());
        unless(
                challenge.parameter("resource_metadata").equals(expected),
                "resource_metadata in the challenge has to be " + expected);
        unless(!challenge.parameter("scope").isEmpty(), "the challenge lacks scope");
        unless(
                challenge.parameter("error").isEmpty(),
                "the challenge names an error though no token was sent");
    }
}
