package dev.keystile.app.http;

/**
 * The socket that clients and people reach.
 *
 * @param callers how it is told where requests come from
 * @param proxyProtocol whether a balancer begins every connection by saying whose it is (PROXY
 *     protocol, version 1 or 2); without its word a connection is refused
 * @param unknownProxy whether there is a proxy in front that nobody has said to trust, so that all
 *     callers look like one
 * @param connections what connections it takes
 */
public record PublicSocket(
        Listener listener,
        Callers callers,
        boolean proxyProtocol,
        boolean unknownProxy,
        ConnectionLimits connections) {
    /** One that clients reach directly. */
    public PublicSocket(Listener listener) {
        this(listener, Callers.DIRECT, false, false, ConnectionLimits.DEFAULTS);
    }
}
