package dev.keystile.app.config;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.OpenIdSettings;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads at which OpenID provider people may sign in.
 *
 * @param own this gateway's, under which the redirect URI is
 */
record IdentityReader(SettingReader reader, Issuer own) {
    private static final String REDIRECT = "/oauth/identity";
    private static final String SCOPE_TOKEN = "[!#-\\[\\]-~]+";

    /** Null when there is no provider. */
    @Nullable OpenIdSettings read() {
        URI issuer = reader.url(Setting.IDENTITY_ISSUER);
        if (issuer == null) {
            refuseRest();
            return null;
        }
        String clientId =
                reader.matching(
                        Setting.IDENTITY_CLIENT_ID, "[ -~]{1,255}", "the id of a client there");
        Secret secret = secret();
        String name = name(issuer);
        boolean freshLogin = reader.flag(Setting.IDENTITY_FRESH_LOGIN);
        Scope scope = scope();
        URI redirect = URI.create(own.url(REDIRECT));
        return reader.checked(
                Setting.IDENTITY_ISSUER,
                () ->
                        new OpenIdSettings(
                                issuer, clientId, secret, name, scope, freshLogin, redirect));
    }

    /** Whoever sets these wants a provider. */
    private void refuseRest() {
        Stream.of(
                        Setting.IDENTITY_CLIENT_ID,
                        Setting.IDENTITY_CLIENT_SECRET,
                        Setting.IDENTITY_CLIENT_SECRET_FILE)
                .filter(setting -> !reader.text(setting).isEmpty())
                .findFirst()
                .ifPresent(setting -> {
                    throw reader.problem(
                            Setting.IDENTITY_ISSUER,
                            "expected a URL, since " + setting + " is set");
                });
    }

    /** Never part of a message; null when there is none. */
    private @Nullable Secret secret() {
        String text = reader.text(Setting.IDENTITY_CLIENT_SECRET);
        if (reader.text(Setting.IDENTITY_CLIENT_SECRET_FILE).isEmpty()) {
            return text.isEmpty() ? null : Secret.of(text);
        }
        if (!text.isEmpty()) {
            throw reader.problem(
                    Setting.IDENTITY_CLIENT_SECRET_FILE,
                    "expected nothing, since " + Setting.IDENTITY_CLIENT_SECRET + " is set too");
        }
        String content = reader.content(Setting.IDENTITY_CLIENT_SECRET_FILE);
        if (content.isEmpty()) {
            throw reader.problem(
                    Setting.IDENTITY_CLIENT_SECRET_FILE, "expected a file with a secret in it");
        }
        return Secret.of(content);
    }

    private String name(URI issuer) {
        String name =
                reader.matching(
                        Setting.IDENTITY_NAME,
                        "[^\\p{Cntrl}]{0,60}",
                        "a name of at most 60 characters");
        return name.isEmpty() ? issuer.getHost() : name;
    }

    private Scope scope() {
        return Scope.parse(
                reader.matching(
                        Setting.IDENTITY_SCOPE,
                        SCOPE_TOKEN + "( +" + SCOPE_TOKEN + ")*",
                        "scopes with spaces between"));
    }
}
