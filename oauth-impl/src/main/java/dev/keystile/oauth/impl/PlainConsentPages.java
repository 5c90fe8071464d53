package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages that need nothing but HTML. */
final class PlainConsentPages implements ConsentPages {
    private static final String OPEN =
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width"><title>Sign in</title></head>\
            <body><main>
            """;
    private static final String CLOSE = "</main></body></html>\n";

    @Override
    public String key(KeyPrompt prompt, @Nullable KeyProblem problem) {
        return page(
                problem == null ? "" : paragraph(text(problem)),
                asker(prompt.subject()),
                form(
                        prompt.transaction(),
                        question(prompt),
                        "continue",
                        prompt.reviewFollows() ? "Continue" : "Allow"));
    }

    @Override
    public String review(ReviewPrompt prompt) {
        return page(
                asker(prompt.subject()),
                paragraph(
                        prompt.keyChecked()
                                ? "The key was accepted by " + prompt.serverName() + "."
                                : prompt.serverName() + " answered; it may take any key."),
                form(prompt.transaction(), choice(prompt), "allow", "Allow"));
    }

    @Override
    public String leave(AuthorizationResponse response) {
        return page(
                "<p><a href=\"%s\">Go on to %s</a></p>"
                        .formatted(
                                escaped(response.location().reveal()), escaped(response.host())));
    }

    @Override
    public String problem(String text) {
        return page(paragraph(text));
    }

    private static String asker(ConsentSubject subject) {
        String name = subject.clientName() == null ? "An app" : subject.clientName();
        String publisher =
                subject.documentHost() == null || subject.loopback()
                        ? "unverified"
                        : "verified: " + subject.documentHost();
        return "<h1>%s (%s) asks for access</h1>".formatted(escaped(name), escaped(publisher))
                + paragraph("Afterwards you go to: " + subject.redirectHost())
                + paragraph("Scope: " + subject.scope())
                + (subject.resource() == null
                        ? ""
                        : paragraph("It may use: " + subject.resource().uri()))
                + (subject.loopback()
                        ? paragraph(
                                "It says that it runs on this device, where any program can say"
                                        + " so.")
                        : "");
    }

    private static String question(KeyPrompt prompt) {
        String connectors =
                prompt.choices().stream()
                        .map(PlainConsentPages::option)
                        .collect(Collectors.joining());
        return (connectors.isEmpty()
                        ? ""
                        : "<p><select name=\"connector\">" + connectors + "</select></p>")
                + (prompt.subject().resource() == null
                        ? "<p><label>User id, or nothing <input name=\"user_id\"></label></p>"
                        : "")
                + "<p><label>API key <input type=\"password\" name=\"api_key\""
                + " autocomplete=\"off\"></label></p>";
    }

    private static String option(Connector connector) {
        return "<option value=\"%s\">%s</option>"
                .formatted(escaped(connector.id().value()), escaped(connector.displayName()));
    }

    private static String choice(ReviewPrompt prompt) {
        String ticks =
                prompt.tools().stream().map(PlainConsentPages::tick).collect(Collectors.joining());
        return radio("all", "Every tool", true)
                + radio("read-only", "Read-only tools", false)
                + (ticks.isEmpty() ? "" : radio("some", "These tools:", false) + ticks)
                + (prompt.deadKey() == null
                        ? ""
                        : "<p><label><input type=\"checkbox\" name=\"replace\" value=\"yes\">"
                                + " Use it in place of your earlier key, too</label></p>");
    }

    private static String radio(String value, String label, boolean chosen) {
        return "<p><label><input type=\"radio\" name=\"tools\" value=\"%s\"%s> %s</label></p>"
                .formatted(value, chosen ? " checked" : "", label);
    }

    private static String tick(Tool tool) {
        String title = tool.title() == null ? tool.name() : tool.title();
        return "<p><label><input type=\"checkbox\" name=\"tool\" value=\"%s\"> %s</label></p>"
                .formatted(escaped(tool.name()), escaped(title));
    }

    private static String form(Secret transaction, String fields, String decision, String button) {
        return """
        <form method="post" action="/oauth/callback">\
        <input type="hidden" name="transaction" value="%s">%s\
        <button name="decision" value="%s">%s</button> \
        <button name="decision" value="deny">Deny</button></form>
        """
                .formatted(escaped(transaction.reveal()), fields, decision, button);
    }

    private static String text(KeyProblem problem) {
        return switch (problem) {
            case MALFORMED -> "That does not look like a key of this server.";
            case NO_CONNECTOR -> "Choose the server that the key is for.";
            case KEY_OF_ANOTHER -> "That looks like a key of another server; choose that one.";
            case REJECTED, IDENTITY_KEY_REJECTED -> "The server refused the key.";
            case UNAVAILABLE, IDENTITY_UNAVAILABLE ->
                    "The key cannot be checked now; try again later.";
            case MALFORMED_USER_ID -> "That is not a user id.";
            case NOT_THE_OWNER -> "That key belongs to somebody else.";
            case NOT_CHECKABLE -> "The server accepts any key, so nobody is let in.";
            case IDENTITY_NOT_LINKED -> "No key is linked with that identity; type it.";
            case IDENTITY_DENIED, IDENTITY_REFUSED -> "The sign-in did not succeed; type the key.";
        };
    }

    private static String page(String... parts) {
        return OPEN + String.join("\n", List.of(parts)) + CLOSE;
    }

    private static String paragraph(String text) {
        return "<p>" + escaped(text) + "</p>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
