package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import org.jspecify.annotations.Nullable;

/** What a ruling on a token request comes to. */
enum TokenFact {
    CODE_REDEEMED("code.redeemed"),
    CODE_REPLAYED("code.replayed"),
    ROTATED("token.rotated"),
    REPEATED("token.repeated"),
    REUSED("token.reused"),
    REFUSED("token.refused"),
    BUSY("token.busy"),
    TOO_MANY("token.too-many");

    private final String text;

    TokenFact(String text) {
        this.text = text;
    }

    /** Its name in the log. */
    String text() {
        return text;
    }

    /** Tells the observer. */
    static void tell(Observer observer, GrantType type, ClientId client, Ruling ruling) {
        String id = ruling.grant();
        GrantId grant = id.isEmpty() ? null : new GrantId(id);
        boolean refresh = type == GrantType.REFRESH_TOKEN;
        if (grant != null && ruling.theft()) {
            Event.EndedBy by = refresh ? Event.EndedBy.TOKEN_REUSED : Event.EndedBy.CODE_REPLAYED;
            observer.note(new Event.GrantEnded(grant, by));
        }
        observer.note(event(ruling, refresh, client, grant));
    }

    private static Event event(
            Ruling ruling, boolean refresh, ClientId client, @Nullable GrantId grant) {
        return switch (ruling.outcome()) {
            case TokenOutcome.Issued _ when grant != null ->
                    refresh
                            ? new Event.Refreshed(client, grant, ruling.fact() == REPEATED)
                            : new Event.CodeRedeemed(client, grant);
            case TokenOutcome.Refused(OAuthFailure failure) ->
                    new Event.TokenRefused(
                            client, grant, refresh, failure.error().code(), failure.detail());
            case TokenOutcome.Issued _, TokenOutcome.Busy _, TokenOutcome.TooMany _ ->
                    new Event.TokenPutOff(client, grant, refresh);
        };
    }
}
