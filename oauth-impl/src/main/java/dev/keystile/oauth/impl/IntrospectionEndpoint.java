package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ActiveToken;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Introspection;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what an access token is worth, to those who may ask (RFC 7662). Refresh tokens and codes are
 * never active: a resource server must not take one for an access token.
 */
record IntrospectionEndpoint(
        IntrospectionAuthentication authentication,
        Repository<Grant> grants,
        AccessRule rule,
        Supplier<ProtectedResources> resources,
        Issuer issuer,
        String prefix)
        implements Introspection {
    private static final Set<String> ONCE =
            Set.of("token", "token_type_hint", "client_id", "client_secret");

    /** For those that the settings name; it looks everything up in the store. */
    static IntrospectionEndpoint of(
            AuthorizationServerSettings settings,
            Repositories from,
            Clients clients,
            InstantSource clock) {
        var rule =
                new AccessRule(
                        clients::standing,
                        id -> from.accounts().find(id).map(Repository.Held::value),
                        clock);
        return new IntrospectionEndpoint(
                new IntrospectionAuthentication(settings.introspection()),
                from.grants(),
                rule,
                settings.resources(),
                settings.issuer(),
                settings.tokens().prefix());
    }

    @Override
    public IntrospectionOutcome introspect(ClientRequest request) {
        Set<String> repeated = request.parameters().repeated(ONCE);
        if (!repeated.isEmpty()) {
            return refused("sent more than once: " + String.join(", ", repeated));
        }
        return switch (authentication.authenticate(request)) {
            case IntrospectionAuthentication.Outcome.Authorized _ ->
                    introspect(request.parameters().secret("token"));
            case IntrospectionAuthentication.Outcome.Unauthorized(boolean bearer) ->
                    new IntrospectionOutcome.Unauthorized(bearer);
            case IntrospectionAuthentication.Outcome.Ambiguous _ ->
                    refused("use one way of authentication, not two");
        };
    }

    private IntrospectionOutcome introspect(@Nullable Secret token) {
        return token == null
                ? refused("token is missing")
                : Credential.parse(token, prefix, Credential.Kind.ACCESS)
                        .flatMap(this::active)
                        .<IntrospectionOutcome>map(IntrospectionOutcome.Active::new)
                        .orElseGet(IntrospectionOutcome.Inactive::new);
    }

    private Optional<ActiveToken> active(Credential token) {
        return grants.find(token.grant().value())
                .map(Repository.Held::value)
                .flatMap(grant -> active(token, grant));
    }

    private Optional<ActiveToken> active(Credential token, Grant grant) {
        return switch (rule.judge(token, grant)) {
            case AccessRule.Verdict.Good(Stage.Access access, _, Account account)
                    when GrantLife.leadsToUpstream(resources.get(), grant, account) ->
                    Optional.of(
                            new ActiveToken(
                                    issuer,
                                    grant.client(),
                                    account.subject().value(),
                                    account.subject().user(),
                                    grant.resource(),
                                    access.scope(),
                                    access.token().ends()));
            case AccessRule.Verdict.Good _,
                    AccessRule.Verdict.KeyDead _,
                    AccessRule.Verdict.Bad _ ->
                    Optional.empty();
        };
    }

    private static IntrospectionOutcome refused(String description) {
        return new IntrospectionOutcome.Refused(
                new OAuthFailure(OAuthError.INVALID_REQUEST, description));
    }
}
