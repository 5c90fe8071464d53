package dev.keystile.oauth.impl;

import static dev.keystile.oauth.api.Doctor.Side.CLIENT;
import static dev.keystile.oauth.api.Doctor.Side.OPERATOR;
import static dev.keystile.oauth.api.Doctor.Side.PERSON;

import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Side;
import dev.keystile.oauth.api.Doctor.Stage;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why attempts end in which nothing went wrong and nothing followed: the table of the stage after
 * which nothing came, what that means, and what mends it. Who is named in the last column has been
 * seen doing it.
 */
enum Silence {
    SILENT_AFTER_CHALLENGE(
            Stage.CHALLENGE,
            OPERATOR,
            "The client was told to sign in and did not read how.",
            "If it can sign in at all, see from where it runs that the metadata at API_BASE_URL can be read, and that no proxy"
                    + " takes WWW-Authenticate out of the answer.",
            "The Java SDK and the connector of the Messages API do not sign in: give them a token."),
    SILENT_AFTER_RESOURCE_METADATA(
            Stage.RESOURCE_METADATA,
            OPERATOR,
            "The client read about the MCP URL and went no further: mostly since it is not to the letter what the person typed.",
            "Type the URL as the start page shows it, and see that API_BASE_URL is what clients reach.",
            "VS Code and Gemini CLI compare to the letter; Claude wants the same."),
    SILENT_AFTER_SERVER_METADATA(
            Stage.SERVER_METADATA,
            CLIENT,
            "The client read how to sign in and did not register: it asks for a client id, does not like what it read, or was"
                    + " only looking.",
            "See what the client shows. A monitor or a scanner that reads these documents is nothing to mend.",
            "VS Code may ask a person for a client id."),
    SILENT_AFTER_CLIENT(
            Stage.CLIENT,
            CLIENT,
            "The client registered and never sent a person here: its browser did not open, or it did not like the answer.",
            "Open by hand the address that the client shows or logs."),
    SILENT_AFTER_AUTHORIZE(
            Stage.AUTHORIZE,
            PERSON,
            "The person saw the first page and typed no key.",
            "Show people where their key is: connector.key-help."),
    SILENT_AFTER_KEY(
            Stage.KEY,
            PERSON,
            "The key is right, and the person neither allowed nor denied.",
            "Begin again in the client, and press Allow."),
    CALLBACK_BLOCKED(
            Stage.CONSENT,
            CLIENT,
            "The person allowed it, and the client never came for its code: the browser did not get back to it.",
            "See what the browser shows after Allow. A client on another machine, in a container or behind a firewall does not"
                    + " hear its loopback address; an app may be closed, have given up waiting, or be kept out by a blocker.",
            "Gemini CLI waits 5 minutes. Blockers of cookies on phones break Claude's way back."),
    SILENT_AFTER_TOKEN(
            Stage.TOKEN,
            OPERATOR,
            "The client got its tokens and never came to the MCP URL.",
            "Look in front of the gateway: a firewall, a check for bots or a login of its own often lets /oauth through and not"
                    + " /mcp, or /mcp/* and not /mcp. Redirects there lose the token.",
            "Hosted Claude calls as Claude-User, which such checks often refuse.");

    private final Stage last;
    private final Side side;
    private final String meaning;
    private final String remedy;
    private final String clients;

    Silence(Stage last, Side side, String meaning, String remedy, String... clients) {
        this.last = last;
        this.side = side;
        this.meaning = meaning;
        this.remedy = remedy;
        this.clients = String.join("", clients);
    }

    /** That after a stage; empty for one after which nothing has to follow. */
    static Optional<Silence> after(Stage reached) {
        return Stream.of(values()).filter(silence -> silence.last == reached).findFirst();
    }

    /** As it is told. */
    Finding finding() {
        return new Finding(Cause.text(this), meaning, remedy, side, clients);
    }
}
