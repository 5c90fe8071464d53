package dev.keystile.oauth.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is limited, and by whose key. Rules of a network have a twin for networks that are known to
 * be shared by very many people ({@link Network#shared}), so that these have one wide wall of their
 * own.
 */
public enum LimitRule {
    /** Registrations; by network. */
    REGISTRATION_NETWORK(Reach.EXACT),
    /** The same in a shared network. */
    REGISTRATION_SHARED(Reach.EXACT),
    /** Registrations of one software; by network and software, since anybody can claim a name. */
    REGISTRATION_SOFTWARE(Reach.EXACT),
    /** The same in a shared network. */
    REGISTRATION_SOFTWARE_SHARED(Reach.EXACT),
    /** Authorization requests; by network. */
    AUTHORIZE_NETWORK(Reach.EXACT),
    /** The same in a shared network. */
    AUTHORIZE_SHARED(Reach.EXACT),
    /** Keys typed into one form, and one second page allowed again and again; by transaction. */
    KEY_TRANSACTION(Reach.EXACT),
    /** Keys typed; by network. */
    KEY_NETWORK(Reach.EXACT),
    /** The same in a shared network. */
    KEY_SHARED(Reach.EXACT),
    /** One key typed or allowed again and again; by its fingerprint. */
    KEY_FINGERPRINT(Reach.EXACT),
    /** Token requests; by network and client, since anybody can name a public client. */
    TOKEN_CLIENT(Reach.EXACT),
    /** The same in a shared network. */
    TOKEN_CLIENT_SHARED(Reach.EXACT),
    /** Token requests; by grant, once a code or refresh token has shown which. */
    TOKEN_GRANT(Reach.EXACT),
    /** Revocations; by network. */
    REVOCATION_NETWORK(Reach.EXACT),
    /** The same in a shared network. */
    REVOCATION_SHARED(Reach.EXACT),
    /** Requests of clients for their own registration (RFC 7592); by network. */
    CONFIGURATION_NETWORK(Reach.EXACT),
    /** The same in a shared network. */
    CONFIGURATION_SHARED(Reach.EXACT),
    /** Introspections; by authenticated caller. */
    INTROSPECTION_CLIENT(Reach.EXACT),
    /** Calls of MCP; by account. */
    MCP_ACCOUNT(Reach.NEAR),
    /** Calls of MCP; by grant. */
    MCP_GRANT(Reach.NEAR),
    /** Calls of MCP; by connector. */
    MCP_CONNECTOR(Reach.NEAR),
    /** Calls with an API key in place of a token; by the key's fingerprint. */
    RAW_KEY(Reach.NEAR),
    /** Calls with a token that is no good; by network. */
    BEARER_NETWORK(Reach.NEAR),
    /** The same in a shared network. */
    BEARER_SHARED(Reach.NEAR),
    /** Requests of the administration; by network. */
    ADMIN_NETWORK(Reach.NEAR);

    private enum Reach {
        EXACT,
        NEAR
    }

    private final Reach reach;
    private final String text;

    LimitRule(Reach reach) {
        this.reach = reach;
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name in settings, headers, metrics and the store, such as {@code mcp-account}. */
    public String text() {
        return text;
    }

    /** The rule of this name; empty when there is none. */
    public static Optional<LimitRule> named(String text) {
        return Stream.of(values()).filter(rule -> rule.text.equals(text)).findFirst();
    }

    /**
     * Whether all nodes count as one. The other rules are those of the way of a call: they never
     * wait for the store, and nodes may differ by what they have not told each other yet.
     */
    public boolean exact() {
        return reach == Reach.EXACT;
    }

    /** The rule for this network: the twin when it is shared and the rule has one. */
    public LimitRule in(Network network) {
        return network.shared() ? shared() : this;
    }

    private LimitRule shared() {
        return switch (this) {
            case REGISTRATION_NETWORK, REGISTRATION_SHARED -> REGISTRATION_SHARED;
            case REGISTRATION_SOFTWARE, REGISTRATION_SOFTWARE_SHARED ->
                    REGISTRATION_SOFTWARE_SHARED;
            case AUTHORIZE_NETWORK, AUTHORIZE_SHARED -> AUTHORIZE_SHARED;
            case KEY_NETWORK, KEY_SHARED -> KEY_SHARED;
            case TOKEN_CLIENT, TOKEN_CLIENT_SHARED -> TOKEN_CLIENT_SHARED;
            case REVOCATION_NETWORK, REVOCATION_SHARED -> REVOCATION_SHARED;
            case CONFIGURATION_NETWORK, CONFIGURATION_SHARED -> CONFIGURATION_SHARED;
            case BEARER_NETWORK, BEARER_SHARED -> BEARER_SHARED;
            case KEY_TRANSACTION,
                    KEY_FINGERPRINT,
                    TOKEN_GRANT,
                    INTROSPECTION_CLIENT,
                    MCP_ACCOUNT,
                    MCP_GRANT,
                    MCP_CONNECTOR,
                    RAW_KEY,
                    ADMIN_NETWORK ->
                    this;
        };
    }
}
