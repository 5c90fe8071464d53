package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Issuer;
import io.helidon.http.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes requests that bring an API key in place of a token. Only its shape is looked at: whether it
 * is a good one the upstream says with its answer.
 */
record KeyGate(Issuer issuer) {
    /**
     * What becomes of a request that brings a key.
     *
     * @return empty when it brings none, or may not
     */
    Optional<Admission> admit(McpRequest request, Method method, RawKeys settings) {
        List<String> sent = sent(request);
        if (!settings.allowed() || sent.isEmpty()) {
            return Optional.empty();
        }
        if (sent.size() > 1) {
            return Optional.of(new Admission.Refused(malformed(request), "two API keys"));
        }
        Connector connector = request.resource().connector();
        return connector
                .keyHeader()
                .keyIn(sent.getFirst())
                .filter(connector::fits)
                .<Admission>map(key ->
                        new Admission.Admitted(
                                new Call.WithKey(request, method, key, settings.passUserId())))
                .or(() -> misfit(request));
    }

    /** Where nothing but a key is taken. */
    Admission admitOnly(McpRequest request, Method method, RawKeys settings) {
        return settings.allowed()
                ? admit(request, method, settings)
                        .orElseGet(() -> new Admission.Refused(missing(request), "no API key"))
                : new Admission.Refused(closed(request), "API keys are not taken");
    }

    /** The answer to a key that the upstream refused. */
    Reply refused(McpRequest request) {
        return unauthorized(
                request,
                "The MCP server does not take this API key. Look for a mistake in it"
                        + otherwise(request));
    }

    /** One field of the name with nothing in it is as good as none: a variable that was not set. */
    private static List<String> sent(McpRequest request) {
        String name = request.resource().connector().keyHeader().name();
        return request.headers().values(name.toLowerCase(Locale.ROOT)).stream()
                .filter(value -> !value.isBlank())
                .toList();
    }

    /**
     * In a field of its own it can be nothing else; in Authorization it may be a token of others.
     */
    private Optional<Admission> misfit(McpRequest request) {
        Connector connector = request.resource().connector();
        if (connector.keyHeader().isAuthorization() && !request.keysOnly()) {
            return Optional.empty();
        }
        return Optional.of(
                new Admission.Refused(
                        unauthorized(
                                request,
                                "What "
                                        + connector.keyHeader().name()
                                        + " holds is no API key of this MCP server. Send "
                                        + described(connector)
                                        + otherwise(request)),
                        "not an API key"));
    }

    private Reply missing(McpRequest request) {
        Connector connector = request.resource().connector();
        return unauthorized(request, "This URL takes API keys: send " + described(connector) + ".");
    }

    private static Reply malformed(McpRequest request) {
        return Reply.error(
                400,
                "invalid_request",
                "Send one "
                        + request.resource().connector().keyHeader().name()
                        + " header with one API key.");
    }

    private static Reply closed(McpRequest request) {
        return Reply.error(
                404,
                "not_found",
                "This MCP server takes no API keys here: connect to "
                        + request.resource().uri()
                        + " and sign in.");
    }

    private Reply unauthorized(McpRequest request, String description) {
        return Reply.error(401, "invalid_api_key", description)
                .with("WWW-Authenticate", challenge(request));
    }

    /** RFC 9110 section 11.6.1 wants a challenge in every 401. */
    private String challenge(McpRequest request) {
        String scheme = request.resource().connector().keyHeader().scheme();
        return request.keysOnly()
                ? (scheme == null ? "ApiKey" : scheme) + " realm=\"mcp\""
                : BearerChallenge.of(issuer, request.resource());
    }

    private static String otherwise(McpRequest request) {
        return request.keysOnly() ? "." : ", or leave it away and sign in.";
    }

    private static String described(Connector connector) {
        ApiKeyHeader header = connector.keyHeader();
        String scheme = header.scheme() == null ? "" : header.scheme() + " ";
        return header.name() + ": " + scheme + connector.keyPrefix() + "...";
    }
}
