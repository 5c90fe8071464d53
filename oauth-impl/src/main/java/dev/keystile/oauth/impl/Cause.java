package dev.keystile.oauth.impl;

import static dev.keystile.oauth.api.Doctor.Side.CLIENT;
import static dev.keystile.oauth.api.Doctor.Side.OPERATOR;
import static dev.keystile.oauth.api.Doctor.Side.PERSON;
import static dev.keystile.oauth.api.Doctor.Side.UPSTREAM;

import dev.keystile.oauth.api.Doctor.Finding;
import dev.keystile.oauth.api.Doctor.Side;
import dev.keystile.oauth.api.Doctor.Stage;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why attempts fail: the table of what was seen, what that means, and what mends it. Of the rows
 * that fit a failed step the first one counts. Who is named in the last column has been seen doing
 * it. {@link Silence} is the table of those in which nothing went wrong.
 */
enum Cause {
    TOO_MANY_REQUESTS(
            Stage.CHALLENGE,
            Stage.TOOLS_CALL,
            "^429|TOO_MANY|limited",
            OPERATOR,
            "A rate limit of this gateway refused the request.",
            "Find the rule in the evidence. When many people share that network, raise the rule or name the network in"
                    + " limits.shared-networks; behind a proxy set server.trusted-proxies, or all callers look like one.",
            "Hosted Claude calls from one range for everybody. None of the known clients waits as long as Retry-After says."),
    STORE_AWAY(
            Stage.CHALLENGE,
            Stage.TOOLS_CALL,
            "the store is away|put off",
            OPERATOR,
            "The gateway could not decide for now: its store did not answer, or another request was quicker.",
            "Look for store lines in the log and at /health/ready."),
    REDIRECT_NOT_TAKEN(
            Stage.CLIENT,
            "^invalid_redirect_uri",
            OPERATOR,
            "The client wants people sent back to an address that is not allowed here.",
            "https is allowed anywhere and http on loopback; add a scheme of the client's own to clients.private-use-schemes"
                    + " if you trust it.",
            "Cursor registers three addresses at once, one with a scheme of its own."),
    REGISTRATION_REFUSED(
            Stage.CLIENT,
            "^invalid_client_metadata|^invalid_request",
            CLIENT,
            "The client registered with something that this server cannot take; the evidence says what.",
            "Report it to the makers of the client, with the evidence."),
    DOCUMENT_UNREADABLE(
            Stage.CLIENT,
            Stage.AUTHORIZE,
            "^document:|document that describes this client",
            OPERATOR,
            "The document by which the client describes itself could not be fetched or is of no use.",
            "Let the gateway reach the web over https at port 443. When the host turns servers away, the client has to"
                    + " register instead, or its maker has to mend the document.",
            "claude.ai and grok.com refuse requests from data centres; this gateway has copies of their documents."),
    WRONG_REDIRECT(
            Stage.AUTHORIZE,
            "redirect_uri is not one that",
            CLIENT,
            "The client sent the person here with a way back that it did not register.",
            "Remove the server in the client and add it again, so that it registers anew. Addresses have to be the same to"
                    + " the letter; only the port of a loopback address may differ.",
            "Cursor 3.2.16 used its deep link here also where it had registered another address."),
    STALE_CLIENT(
            Stage.AUTHORIZE,
            Stage.TOKEN,
            "not registered here|unknown client",
            CLIENT,
            "The client uses an id that this gateway does not know: it was deleted, nobody signed in with it for too long, or"
                    + " the store is another one than when it registered.",
            "Remove the server in the client, with what it stored for it, and add it again. If it happens to many at once,"
                    + " the store was lost: STORAGE=memory forgets at each start.",
            "Claude Code, Claude Desktop and Codex go on with ids that are gone; the Python SDK cannot recover from it."),
    NO_PKCE(
            Stage.AUTHORIZE,
            "code_challenge",
            CLIENT,
            "The client does not protect its code by PKCE with S256.",
            "Update the client; every revision of MCP with sign-in demands PKCE, and there is no switch to do without."),
    UNKNOWN_RESOURCE(
            Stage.AUTHORIZE,
            Stage.TOKEN,
            "invalid_target",
            PERSON,
            "The client asks for an address that is no MCP URL of this gateway, or another one than before.",
            "Type the URL as the start page shows it. If it is right, compare API_BASE_URL with what the client was given."),
    REQUEST_REFUSED(
            Stage.AUTHORIZE,
            "",
            CLIENT,
            "The client's request to sign in is malformed; the evidence says how.",
            "Report it to the makers of the client, with the evidence."),
    KEY_REFUSED(
            Stage.KEY,
            "^REJECTED",
            PERSON,
            "The MCP server refuses the API key that was typed.",
            "Make a new key at the server and type it without blanks. If each key is refused, try one at the server itself:"
                    + " connector.key-header or connector.upstream-url may be wrong."),
    KEY_MALFORMED(
            Stage.KEY,
            "^MALFORMED$|^KEY_OF_ANOTHER|^NO_CONNECTOR",
            PERSON,
            "What was typed is no key of this server, or no server was chosen.",
            "Show people where their key is (connector.key-help), and see that connector.key-prefix is right."),
    KEY_NOT_CHECKED(
            Stage.KEY,
            "^UNAVAILABLE",
            UPSTREAM,
            "The MCP server gave no usable answer when the key was to be checked; the key may be right.",
            "See whether the server is up (/health/ready tells) and reachable from the gateway at connector.upstream-url."),
    KEY_NOT_CHECKABLE(
            Stage.KEY,
            "^NOT_CHECKABLE",
            OPERATOR,
            "The MCP server answers with any key, so keys prove nobody, and this gateway is public.",
            "Have the server refuse unknown keys with 401."),
    NOT_THE_OWNER(
            Stage.KEY,
            "^NOT_THE_OWNER|^MALFORMED_USER_ID",
            PERSON,
            "The key belongs to another user than the personal URL names.",
            "Use the person's own URL, or the shared one."),
    PAGE_EXPIRED(
            Stage.KEY,
            "^page expired",
            PERSON,
            "The page was open for too long, or its cookie did not come back.",
            "Begin again in the client. If it happens at once, cookies are blocked, or a proxy drops Set-Cookie.",
            "Browsers inside of apps, on phones."),
    DENIED(
            Stage.CONSENT,
            "^denied",
            PERSON,
            "The person pressed Deny.",
            "Nothing, unless it was a mistake: begin again in the client."),
    CODE_OF_ANOTHER(
            Stage.TOKEN,
            "WRONG_VERIFIER|code_verifier|ANOTHER_REDIRECT_URI|ANOTHER_CLIENT",
            CLIENT,
            "The code does not fit what the client says when it redeems it: it mixed up two sign-ins, or lost one.",
            "Close other windows of the client and begin again; if it happens each time, report it to its makers."),
    CODE_OVER(
            Stage.TOKEN,
            "EXPIRED|no such code|NOT_GENUINE|NOT_THE_REDEEMED_CODE|ANOTHER_CODE",
            CLIENT,
            "The client came with a code that was too old, or never one of this gateway.",
            "Begin again in the client. If codes are always too old, compare the clocks; if they are never known, see that"
                    + " all gateways share one store."),
    CODE_AT_ONCE(
            Stage.TOKEN,
            "repeated at once",
            CLIENT,
            "The client came twice with one code, one time right after the other: the first got the tokens, and nothing ended.",
            "Nothing, where the client goes on; else begin again in it. If it happens each time, the client or a proxy repeats"
                    + " requests."),
    CODE_TWICE(
            Stage.TOKEN,
            "replayed|code came twice",
            CLIENT,
            "The client came twice with one code, so that its connection was ended: somebody may have stolen the code.",
            "Begin again in the client. If it happens each time, the client or a proxy repeats requests."),
    TOKEN_TWICE(
            Stage.TOKEN,
            "reused|refresh token came again",
            CLIENT,
            "The client came again with a refresh token that it had used more than a minute before, so that its connection"
                    + " was ended: somebody may have stolen the token.",
            "Sign in again. Do not copy the client's folder to a second machine."),
    KEY_DEAD(
            Stage.TOKEN,
            Stage.TOOLS_CALL,
            "KEY_DEAD|dead key|key died|^401 client_error",
            PERSON,
            "The API key behind this connection stopped working at the MCP server.",
            "Make a new key and sign in again, or put it in place of the old one on the account page. If many died at once,"
                    + " look at the server: it may have lost its keys."),
    CLIENT_NOT_PROVEN(
            Stage.TOKEN,
            "^invalid_client|unauthorized_client|less authentication",
            CLIENT,
            "The client's secret or signature is wrong, or is missing.",
            "Remove the server in the client and add it again; where a secret was typed by hand, type it anew."),
    CONNECTION_OVER(
            Stage.TOKEN,
            "^invalid_grant",
            PERSON,
            "The connection that the client wants to go on with is over.",
            "Sign in again.",
            "Gemini CLI deletes what it has and asks to sign in; other clients may do nothing."),
    TOKEN_REQUEST_REFUSED(
            Stage.TOKEN,
            "",
            CLIENT,
            "The client's request for tokens is malformed; the evidence says how.",
            "Report it to the makers of the client, with the evidence."),
    WRONG_AUDIENCE(
            Stage.MCP,
            "token WRONG_RESOURCE",
            CLIENT,
            "The token is good, but for another MCP URL of this gateway.",
            "Use in the client the very URL that it signed in for, or let it sign in for this one too."),
    TOKEN_REVOKED(
            Stage.MCP,
            "token REVOKED",
            PERSON,
            "The connection was ended: by the person, by the client, or since its client was deleted.",
            "Sign in again."),
    TOKEN_UNKNOWN(
            Stage.MCP,
            "token UNKNOWN",
            OPERATOR,
            "The token is none that this gateway knows, though it looks like one: its store is another one, or was emptied.",
            "Sign in again. If it happens to many, see that the store lasts (STORAGE) and that all gateways share it."),
    TOKEN_FOREIGN(
            Stage.MCP,
            "token FOREIGN",
            PERSON,
            "What was sent as a token comes from elsewhere: another server's token, or an API key.",
            "Take the header out of the client's settings, so that it signs in here; or let callers bring API keys"
                    + " (connector.raw-keys.allowed)."),
    AUTHORIZATION_MALFORMED(
            Stage.MCP,
            "malformed Authorization",
            OPERATOR,
            "The Authorization field is not one Bearer token.",
            "See whether a proxy adds a field of its own, such as one for a password."),
    SCOPE_SHORT(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "^403",
            CLIENT,
            "The call was forbidden: the token does not cover it, or the tool was not allowed, or the MCP server said so.",
            "Sign in again and allow what is needed.",
            "Claude takes any 403 without insufficient_scope as final."),
    CLIENT_LEFT(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "abandoned",
            UPSTREAM,
            "The client hung up before the answer was complete, mostly since it took too long.",
            "See how long the MCP server takes (the metrics tell), and raise the client's own timeout.",
            "Claude Code and the TypeScript SDKs give up after 60 seconds without headers; ChatGPT, Claude and others end long"
                    + " calls of tools."),
    SESSION_LOST(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "^4(00|04|22) client_error .* in a session$",
            UPSTREAM,
            "The MCP server has forgotten the client's session, as it does when it is started again.",
            "Reconnect the client: it has to send initialize anew. Have the server keep its sessions, or run it without.",
            "VS Code and the Java SDK begin anew by themselves."),
    UPSTREAM_SILENT(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "timeout|^504",
            UPSTREAM,
            "The MCP server said nothing for too long.",
            "See what it is doing; raise bridge.answer-timeout if it is right to take that long."),
    UPSTREAM_DOWN(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "^50[023]|server_error",
            UPSTREAM,
            "The MCP server could not be reached, broke off, or failed.",
            "See whether it is up (/health/ready tells), and what it logs; the gateway reaches it at connector.upstream-url."),
    CALL_REFUSED(
            Stage.MCP,
            Stage.TOOLS_CALL,
            "",
            UPSTREAM,
            "The MCP server refused the call; the evidence says with which status.",
            "Make the same call with an API key at the server itself, and compare. After a 404 compare connector.upstream-url too."),
    UNCLEAR(
            Stage.CHALLENGE,
            Stage.TOOLS_CALL,
            "",
            OPERATOR,
            "Something went wrong that this table does not know.",
            "Look for the request in the log.");

    private final Stage from;
    private final Stage to;
    private final Pattern evidence;
    private final Side side;
    private final String meaning;
    private final String remedy;
    private final String clients;

    Cause(
            Stage from,
            Stage to,
            String evidence,
            Side side,
            String meaning,
            String remedy,
            String... clients) {
        this.from = from;
        this.to = to;
        this.evidence = Pattern.compile(evidence);
        this.side = side;
        this.meaning = meaning;
        this.remedy = remedy;
        this.clients = String.join("", clients);
    }

    Cause(Stage at, String evidence, Side side, String meaning, String remedy, String... clients) {
        this(at, at, evidence, side, meaning, remedy, clients);
    }

    /** The cause of an attempt in which this step went wrong. */
    static Cause of(Footprint failed) {
        return Stream.of(values()).filter(cause -> cause.fits(failed)).findFirst().orElse(UNCLEAR);
    }

    /** As it is told. */
    Finding finding() {
        return new Finding(text(this), meaning, remedy, side, clients);
    }

    /** The name of a row in JSON and in print. */
    static String text(Enum<?> row) {
        return row.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private boolean fits(Footprint failed) {
        return from.compareTo(failed.stage()) <= 0
                && failed.stage().compareTo(to) <= 0
                && evidence.matcher(failed.evidence()).find();
    }
}
