package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a client's way from discovery to its calls, or to what it is connected
 * with. No key, token, code, {@code state} or cookie is ever in one; redirect URIs, names of tools
 * and the ids of clients that are not known may be whatever was sent.
 */
public sealed interface Event {
    /** Its short name, in counts and metrics: one of a few dozen. */
    default String name() {
        return switch (this) {
            case Discovered _ -> "discovered";
            case Challenged _ -> "challenged";
            case ClientRegistered _ -> "registered";
            case ClientRefused _ -> "registration-refused";
            case ClientResolved _ -> "described";
            case ClientUnresolved _ -> "undescribed";
            case ClientRejected _ -> "client-rejected";
            case Asked _ -> "asked";
            case NotAsked _ -> "request-refused";
            case KeyTyped typed -> typed.problem() == null ? "key-accepted" : "key-refused";
            case Consented _ -> "consented";
            case Denied _ -> "denied";
            case PageExpired _ -> "page-expired";
            case CodeRedeemed _ -> "connected";
            case Refreshed refreshed -> refreshed.byGrace() ? "refreshed-by-grace" : "refreshed";
            case TokenRefused refused -> refused.refresh() ? "refresh-refused" : "code-refused";
            case TokenPutOff _ -> "token-put-off";
            case GrantEnded ended ->
                    switch (ended.by()) {
                        case CLIENT -> "ended-by-client";
                        case PERSON -> "ended-by-person";
                        case OPERATOR -> "ended-by-operator";
                        case CODE_REPLAYED -> "code-replayed";
                        case TOKEN_REUSED -> "token-reused";
                    };
            case ToolsChosen _ -> "tools-chosen";
            case IdentityLinked _ -> "identity-linked";
            case IdentityUnlinked _ -> "identity-unlinked";
            case AccountDeleted _ -> "account-deleted";
            case KeyReplaced _ -> "key-replaced";
            case KeyDied _ -> "key-died";
            case KeyRevived _ -> "key-revived";
            case FirstCalled _ -> "first-call";
            case Called _ -> "called";
            case Limited _ -> "limited";
        };
    }

    /** Something on the way to a connection. */
    sealed interface OnTheWay extends Event {}

    /** Something of the token endpoint. */
    sealed interface OfTokens extends Event {
        /** Whose request it was. */
        ClientId client();

        /** The grant that the code or token names; null when it names none. */
        @Nullable GrantId grant();
    }

    /** Something that an operator may want to look into. */
    sealed interface OfKeys extends Event {
        /** Where the key is for. */
        ConnectorId connector();
    }

    /**
     * What a sign-in is known by from the first page on.
     *
     * @param resource null while none has been chosen
     */
    record Attempt(ClientId client, String redirectUri, @Nullable String resource) {}

    /**
     * A discovery document was read.
     *
     * @param resource whose metadata it is (RFC 9728); null for that of the server (RFC 8414)
     */
    record Discovered(@Nullable String resource) implements OnTheWay {}

    /** An MCP request was turned away before it was a call. */
    record Challenged(ConnectorId connector, String resource, int status, String why)
            implements OnTheWay {}

    /** A client registered. */
    record ClientRegistered(ClientId client, List<String> redirectUris) implements OnTheWay {
        /** Copies the list. */
        public ClientRegistered {
            redirectUris = List.copyOf(redirectUris);
        }
    }

    /** A registration was refused. */
    record ClientRefused(String error, String why) implements OnTheWay {}

    /** The document that describes a client was fetched and read. */
    record ClientResolved(ClientId client) implements OnTheWay {}

    /** The document that describes a client could not be had, or is of no use. */
    record ClientUnresolved(String client, String why) implements OnTheWay {}

    /**
     * A client did not prove who it is.
     *
     * @param client null for one that is not known here
     */
    record ClientRejected(@Nullable ClientId client, String error, String why)
            implements OnTheWay {}

    /** A good authorization request: the person sees the first page. */
    record Asked(Attempt attempt) implements OnTheWay {}

    /**
     * Another authorization request.
     *
     * @param client as it was sent; null when it was not
     * @param redirectUri the same
     * @param resource the same
     * @param told whether the client was told; else the person sees a page
     */
    record NotAsked(
            @Nullable String client,
            @Nullable String redirectUri,
            @Nullable String resource,
            String error,
            String why,
            boolean told)
            implements OnTheWay {}

    /**
     * A key was typed into the first page.
     *
     * @param problem why it did not get through; null when it did
     */
    record KeyTyped(Attempt attempt, @Nullable String problem) implements OnTheWay {}

    /** A person said yes: there is a grant, and its code is out. */
    record Consented(
            Attempt attempt, ConnectorId connector, AccountId account, GrantId grant, Scope scope)
            implements OnTheWay {}

    /** A person said no. */
    record Denied(Attempt attempt) implements OnTheWay {}

    /** A page was sent that is over, of another browser, or no page of ours. */
    record PageExpired() implements OnTheWay {}

    /** A code became tokens. */
    record CodeRedeemed(ClientId client, GrantId grant) implements OfTokens {}

    /** A refresh token became new tokens; by grace when it had done so moments before. */
    record Refreshed(ClientId client, GrantId grant, boolean byGrace) implements OfTokens {}

    /**
     * A token request was refused.
     *
     * @param refresh whether it came with a refresh token; else with a code
     */
    record TokenRefused(
            ClientId client, @Nullable GrantId grant, boolean refresh, String error, String why)
            implements OfTokens {}

    /** A token request has to come again later. */
    record TokenPutOff(ClientId client, @Nullable GrantId grant, boolean refresh)
            implements OfTokens {}

    /** Who ended a grant. */
    enum EndedBy {
        /** The client, at the revocation endpoint. */
        CLIENT,
        /** The person, on the account page. */
        PERSON,
        /** An operator of this server. */
        OPERATOR,
        /** This server, since a code came twice. */
        CODE_REPLAYED,
        /** This server, since a refresh token came again after its grace. */
        TOKEN_REUSED
    }

    /** A grant was ended before its time. */
    record GrantEnded(GrantId grant, EndedBy by) implements Event {}

    /** A person chose which tools a grant may use, at consent or later. */
    record ToolsChosen(GrantId grant, ToolPolicy tools) implements Event {}

    /** From now on an identity serves in place of the key of an account. */
    record IdentityLinked(ConnectorId connector, AccountId account) implements Event {}

    /** An identity serves no more in place of the key of an account. */
    record IdentityUnlinked(ConnectorId connector, AccountId account) implements Event {}

    /** A person had an account removed, with all that was connected to it. */
    record AccountDeleted(ConnectorId connector, AccountId account) implements Event {}

    /** A person put a new key in place of an account's; so many grants have it. */
    record KeyReplaced(ConnectorId connector, AccountId account, int grants) implements OfKeys {}

    /** The upstream takes a key no more, on which so many accounts rest. */
    record KeyDied(ConnectorId connector, GrantId grant, int accounts) implements OfKeys {}

    /** The upstream takes a dead key again. */
    record KeyRevived(ConnectorId connector, int accounts) implements OfKeys {}

    /** Whose token a call came with. */
    record Caller(ClientId client, AccountId account, GrantId grant) {}

    /** How a call ended. */
    enum Outcome {
        /** With a result, or with the 405 of an upstream that does without GET or DELETE. */
        OK,
        /** With the result of a tool that says it failed. */
        TOOL_ERROR,
        /** With an error of JSON-RPC. */
        RPC_ERROR,
        /** With another status 4xx. */
        CLIENT_ERROR,
        /** With status 5xx, or the answer broke off. */
        SERVER_ERROR,
        /** The upstream was silent for too long. */
        TIMEOUT,
        /** Its caller makes too many. */
        LIMITED,
        /** Its client has gone. */
        ABANDONED;

        /** Whether it is no success. */
        public boolean failed() {
            return this != OK;
        }
    }

    /**
     * A call of MCP is over.
     *
     * @param caller null when it came with an API key of its own
     * @param method of JSON-RPC; empty when there is none to be seen
     * @param tool empty unless one is called
     * @param inSession whether the client said which session it is in
     * @param streamed whether the answer was an event stream
     */
    record Called(
            ConnectorId connector,
            String resource,
            @Nullable Caller caller,
            String method,
            String tool,
            Outcome outcome,
            int status,
            Duration duration,
            boolean inSession,
            boolean streamed)
            implements Event {
        /** Whether it lasts as long as its client listens, so that its end and time say nothing. */
        public boolean listening() {
            return method.isEmpty() || method.equals("subscriptions/listen");
        }
    }

    /** The first call of MCP with a grant was counted: told once, up to a minute after the call. */
    record FirstCalled(GrantId grant) implements Event {}

    /** Somebody made too many requests. */
    record Limited(LimitRule rule, String key) implements Event {}
}
