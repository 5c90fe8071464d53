package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Doctor.Stage;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.spi.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as steps of attempts.
 *
 * @param network where they come from; empty when from nowhere
 */
record Footprints(Instant at, String network) {
    /** The longest text from outside that is kept. */
    static final int LONGEST = 200;

    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
    private static final Pattern AFTER_PATH = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

    /** What an attempt is known by, as far as an event tells. */
    private record Known(
            @Nullable String client, @Nullable String redirectUri, @Nullable String resource) {
        static final Known NOTHING = new Known(null, null, null);

        static Known of(Event.Attempt attempt) {
            return new Known(attempt.client().value(), attempt.redirectUri(), attempt.resource());
        }

        static Known of(@Nullable ClientId client) {
            return new Known(client == null ? null : client.value(), null, null);
        }

        static Known at(@Nullable String resource) {
            return new Known(null, null, resource);
        }
    }

    /** The step that an event is; empty when it is none. */
    Optional<Footprint> of(Event event) {
        return switch (event) {
            case Event.OnTheWay way -> onTheWay(way);
            case Event.OfTokens tokens -> Optional.of(ofTokens(tokens));
            case Event.GrantEnded ended -> Optional.of(ended(ended));
            case Event.KeyDied died ->
                    Optional.of(bad(Stage.MCP, "key died", Known.NOTHING, died.grant()));
            case Event.Called called -> called(called);
            case Event.Limited limited -> limited(limited.rule());
            case Event.KeyReplaced _,
                    Event.KeyRevived _,
                    Event.ToolsChosen _,
                    Event.IdentityLinked _,
                    Event.IdentityUnlinked _,
                    Event.AccountDeleted _,
                    Event.FirstCalled _ ->
                    Optional.empty();
        };
    }

    private Optional<Footprint> onTheWay(Event.OnTheWay event) {
        return switch (event) {
            case Event.Discovered found ->
                    Optional.of(
                            good(
                                    found.resource() == null
                                            ? Stage.SERVER_METADATA
                                            : Stage.RESOURCE_METADATA,
                                    "",
                                    Known.at(found.resource())));
            case Event.Challenged challenged -> challenged(challenged);
            case Event.ClientRegistered registered ->
                    Optional.of(good(Stage.CLIENT, "registered", known(registered)));
            case Event.ClientRefused refused ->
                    Optional.of(
                            bad(
                                    Stage.CLIENT,
                                    refused.error() + ": " + refused.why(),
                                    Known.NOTHING,
                                    null));
            case Event.ClientResolved found ->
                    Optional.of(good(Stage.CLIENT, "document read", Known.of(found.client())));
            case Event.ClientUnresolved lost ->
                    Optional.of(
                            bad(
                                    Stage.CLIENT,
                                    "document: " + lost.why(),
                                    new Known(lost.client(), null, null),
                                    null));
            default -> Optional.of(atThePages(event));
        };
    }

    private Footprint atThePages(Event.OnTheWay event) {
        return switch (event) {
            case Event.ClientRejected rejected -> rejected(rejected);
            case Event.Asked asked -> good(Stage.AUTHORIZE, "", Known.of(asked.attempt()));
            case Event.NotAsked refused ->
                    bad(Stage.AUTHORIZE, evidence(refused), known(refused), null);
            case Event.KeyTyped typed ->
                    typed.problem() == null
                            ? good(Stage.KEY, "", Known.of(typed.attempt()))
                            : bad(Stage.KEY, typed.problem(), Known.of(typed.attempt()), null);
            case Event.Consented yes ->
                    step(Stage.CONSENT, false, "code issued", Known.of(yes.attempt()), yes.grant());
            case Event.Denied no -> bad(Stage.CONSENT, "denied", Known.of(no.attempt()), null);
            case Event.PageExpired _ -> bad(Stage.KEY, "page expired", Known.NOTHING, null);
            case Event.Discovered _,
                    Event.Challenged _,
                    Event.ClientRegistered _,
                    Event.ClientRefused _,
                    Event.ClientResolved _,
                    Event.ClientUnresolved _ ->
                    throw new IllegalArgumentException(event.name());
        };
    }

    private static Known known(Event.NotAsked refused) {
        return new Known(refused.client(), refused.redirectUri(), refused.resource());
    }

    private static String evidence(Event.NotAsked refused) {
        String uri = cleanUri(refused.redirectUri());
        String sent = uri == null ? "" : "; redirect_uri sent: " + uri;
        return refused.error() + ": " + refused.why() + sent;
    }

    private static Known known(Event.ClientRegistered registered) {
        List<String> uris = registered.redirectUris();
        return new Known(
                registered.client().value(), uris.size() == 1 ? uris.getFirst() : null, null);
    }

    /** URLs that take keys alone have nothing to do with signing in. */
    private Optional<Footprint> challenged(Event.Challenged challenged) {
        Known known = Known.at(challenged.resource());
        String evidence = challenged.status() + " " + challenged.why();
        return switch (challenged.why()) {
            case "no token", "token EXPIRED" -> Optional.of(good(Stage.CHALLENGE, evidence, known));
            case "no API key", "API keys are not taken", "two API keys" -> Optional.empty();
            default -> Optional.of(bad(Stage.MCP, evidence, known, null));
        };
    }

    private Footprint rejected(Event.ClientRejected rejected) {
        String whose = rejected.client() == null ? "unknown client: " : "";
        return bad(
                Stage.TOKEN,
                rejected.error() + ": " + whose + rejected.why(),
                Known.of(rejected.client()),
                null);
    }

    private Footprint ofTokens(Event.OfTokens event) {
        Known known = Known.of(event.client());
        return switch (event) {
            case Event.CodeRedeemed _ -> step(Stage.TOKEN, false, "", known, event.grant());
            case Event.Refreshed _ ->
                    step(Stage.TOKEN, false, Footprint.REFRESHED, known, event.grant());
            case Event.TokenRefused refused ->
                    bad(
                            Stage.TOKEN,
                            refused.error()
                                    + (refused.refresh() ? " at refresh: " : ": ")
                                    + refused.why(),
                            known,
                            event.grant());
            case Event.TokenPutOff _ -> bad(Stage.TOKEN, "put off", known, event.grant());
        };
    }

    private Footprint ended(Event.GrantEnded ended) {
        return switch (ended.by()) {
            case CLIENT -> end(false, "ended by the client", ended.grant());
            case PERSON -> end(false, "ended by the person", ended.grant());
            case OPERATOR -> end(false, "ended by an operator", ended.grant());
            case CODE_REPLAYED -> end(true, "ended: the code came twice", ended.grant());
            case TOKEN_REUSED -> end(true, "ended: a refresh token came again", ended.grant());
        };
    }

    private Footprint end(boolean failed, String evidence, GrantId grant) {
        return step(Stage.TOKEN, failed, evidence, Known.NOTHING, grant);
    }

    private Optional<Footprint> called(Event.Called called) {
        Event.Caller caller = called.caller();
        if (caller == null || called.listening()) {
            return Optional.empty();
        }
        return Optional.of(
                step(
                        Calls.stage(called),
                        Calls.failed(called),
                        Calls.evidence(called),
                        new Known(caller.client().value(), null, called.resource()),
                        caller.grant()));
    }

    /** Calls that are too many are told of as calls. */
    private Optional<Footprint> limited(LimitRule rule) {
        Stage stage =
                switch (rule) {
                    case REGISTRATION_NETWORK,
                            REGISTRATION_SHARED,
                            REGISTRATION_SOFTWARE,
                            REGISTRATION_SOFTWARE_SHARED ->
                            Stage.CLIENT;
                    case AUTHORIZE_NETWORK, AUTHORIZE_SHARED -> Stage.AUTHORIZE;
                    case KEY_NETWORK, KEY_SHARED -> Stage.KEY;
                    case TOKEN_CLIENT, TOKEN_CLIENT_SHARED -> Stage.TOKEN;
                    // The others are told of by the step that they refuse.
                    case KEY_TRANSACTION,
                            KEY_FINGERPRINT,
                            TOKEN_GRANT,
                            REVOCATION_NETWORK,
                            REVOCATION_SHARED,
                            CONFIGURATION_NETWORK,
                            CONFIGURATION_SHARED,
                            INTROSPECTION_CLIENT,
                            MCP_ACCOUNT,
                            MCP_GRANT,
                            MCP_CONNECTOR,
                            RAW_KEY,
                            BEARER_NETWORK,
                            BEARER_SHARED,
                            ADMIN_NETWORK ->
                            null;
                };
        return Optional.ofNullable(stage)
                .map(at -> bad(at, "429 " + rule.text(), Known.NOTHING, null));
    }

    private Footprint good(Stage stage, String evidence, Known known) {
        return step(stage, false, evidence, known, null);
    }

    private Footprint bad(Stage stage, String evidence, Known known, @Nullable GrantId grant) {
        return step(stage, true, evidence, known, grant);
    }

    private Footprint step(
            Stage stage, boolean failed, String evidence, Known known, @Nullable GrantId grant) {
        return new Footprint(
                at,
                stage,
                failed,
                printable(evidence),
                network,
                clean(known.client()),
                cleanUri(known.redirectUri()),
                cleanUri(known.resource()),
                grant == null ? null : grant.value());
    }

    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : printable(text);
    }

    /** Queries, fragments and user information may hold anything, secrets too. */
    private static @Nullable String cleanUri(@Nullable String uri) {
        return uri == null
                ? null
                : printable(
                        USER_INFO
                                .matcher(AFTER_PATH.matcher(uri).replaceFirst(""))
                                .replaceFirst("//"));
    }

    private static String printable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }
}
