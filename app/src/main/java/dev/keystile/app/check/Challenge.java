package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The challenge of a 401 (RFC 6750 section 3, RFC 9728 section 5.1), read as simply as clients read
 * it.
 */
record Challenge(String value) {
    /** Reads the one challenge that the answer has to carry. */
    static Challenge of(Answer answer, String method) {
        answer.expect(401, method + " without a good token has to be refused");
        List<String> values = answer.headerValues("WWW-Authenticate");
        unless(
                values.size() == 1,
                method + " has " + values.size() + " WWW-Authenticate headers, expected one");
        unless(
                values.getFirst().startsWith("Bearer "),
                method + ": the challenge does not start with Bearer");
        return new Challenge(values.getFirst());
    }

    /** A quoted parameter; empty when it is missing. */
    String parameter(String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(value);
        return matcher.find() ? matcher.group(1) : "";
    }
}
