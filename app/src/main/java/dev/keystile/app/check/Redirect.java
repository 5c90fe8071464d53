package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

/** The way back to the client (RFC 6749 section 4.1.2): the parameters of the redirect URI. */
record Redirect(Map<String, String> parameters) {
    /** Reads the answer, which has to go back to this program with its state and the issuer. */
    static Redirect of(Answer answer, Attempt attempt, String issuer) {
        unless(
                answer.status() == 302 || answer.status() == 303,
                answer.said() + ", expected 303 to the client");
        String location = answer.headers().firstValue("Location").orElse("");
        unless(
                location.startsWith(RegisteredClient.REDIRECT_URI + "?"),
                "the redirect does not go to the registered URI");
        var redirect =
                new Redirect(parse(location.substring(RegisteredClient.REDIRECT_URI.length() + 1)));
        unless(redirect.parameter("state").equals(attempt.state()), "state is missing or changed");
        unless(
                redirect.parameter("iss").equals(issuer),
                "iss is missing or not the issuer (RFC 9207)");
        return redirect;
    }

    /** Fails the check unless the redirect carries this error and no code. */
    void expectError(String code) {
        unless(parameter("error").equals(code), "the redirect lacks error=" + code);
        unless(parameter("code").isEmpty(), "the redirect carries a code beside an error");
    }

    /** A parameter's value; empty when it is missing. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static Map<String, String> parse(String query) {
        var parameters = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            String value = sides.length == 2 ? decode(sides[1]) : "";
            unless(
                    parameters.put(decode(sides[0]), value) == null,
                    "the redirect has a parameter twice");
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CheckFailedException("the redirect's query is not form-encoded");
        }
    }
}
