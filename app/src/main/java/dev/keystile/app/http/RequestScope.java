package dev.keystile.app.http;

import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.spi.Event;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request that this thread answers, for those who tell of what happens in it: its id, where it
 * comes from, and whose it turned out to be.
 */
public final class RequestScope {
    private static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

    private final ServerRequest request;
    private final Callers callers;
    private final String id;
    private String connector = "";
    private String client = "";
    private String grant = "";
    private String trace = "";
    private @Nullable Network network;

    /** A request of which nothing is known yet. */
    RequestScope(ServerRequest request, Callers callers) {
        this.request = request;
        this.callers = callers;
        this.id = RequestId.accepted(request, callers);
    }

    /** The request that this thread answers; empty when it answers none. */
    public static Optional<RequestScope> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Answers the request. */
    void run(Runnable answer) {
        ScopedValue.where(CURRENT, this).run(answer);
    }

    /** The id by which logs tell it from others. */
    public String id() {
        return id;
    }

    /** Where it comes from. */
    public Network network() {
        Network known = network == null ? callers.network(request) : network;
        network = known;
        return known;
    }

    /** Where a request comes from, which is found out once where it can be kept. */
    static Network network(ServerRequest request, Callers callers) {
        return CURRENT.isBound() ? CURRENT.get().network() : callers.network(request);
    }

    /** The connector that it turned out to be for; empty while that is not known. */
    String connector() {
        return connector;
    }

    /** Takes down whose request an event says this is; no event means nothing here. */
    public static void note(Event event) {
        if (CURRENT.isBound()) {
            CURRENT.get().learn(event);
        }
    }

    /** The fields for the log that are known, each with a space before it. */
    String fields() {
        return field("connector", connector)
                + field("client", client)
                + field("grant", grant)
                + field("trace_id", trace);
    }

    /** It is recorded in a trace; empty for none. */
    void recorded(String in) {
        trace = in;
    }

    private void learn(Event event) {
        switch (event) {
            case Event.Called called -> {
                connector = called.connector().value();
                learn(called.caller());
            }
            case Event.Consented consented -> {
                connector = consented.connector().value();
                client = consented.attempt().client().value();
                grant = consented.grant().value();
            }
            case Event.Challenged challenged -> connector = challenged.connector().value();
            case Event.Asked asked -> client = asked.attempt().client().value();
            case Event.KeyTyped typed -> client = typed.attempt().client().value();
            case Event.Denied denied -> client = denied.attempt().client().value();
            case Event.ClientRegistered registered -> client = registered.client().value();
            case Event.OfTokens tokens -> {
                client = tokens.client().value();
                grant = tokens.grant() == null ? "" : tokens.grant().value();
            }
            case Event.GrantEnded ended -> grant = ended.grant().value();
            case Event.ToolsChosen chosen -> grant = chosen.grant().value();
            case Event.OfKeys key -> connector = key.connector().value();
            case Event.IdentityLinked linked -> connector = linked.connector().value();
            case Event.IdentityUnlinked unlinked -> connector = unlinked.connector().value();
            case Event.AccountDeleted deleted -> connector = deleted.connector().value();
            case Event.ClientResolved resolved -> client = resolved.client().value();
            // They name nobody, or whatever was sent.
            case Event.Discovered _,
                    Event.ClientRefused _,
                    Event.ClientUnresolved _,
                    Event.ClientRejected _,
                    Event.NotAsked _,
                    Event.PageExpired _,
                    Event.FirstCalled _,
                    Event.Limited _ -> {}
        }
    }

    private void learn(Event.@Nullable Caller caller) {
        if (caller != null) {
            client = caller.client().value();
            grant = caller.grant().value();
        }
    }

    private static String field(String name, String value) {
        return value.isEmpty() ? "" : " " + name + "=" + value;
    }
}
