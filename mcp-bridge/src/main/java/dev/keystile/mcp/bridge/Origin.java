package dev.keystile.mcp.bridge;

import java.net.URI;

/**
 * Where connections go (RFC 6454).
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param authority what stands in the Host field (RFC 9110 section 7.2)
 */
record Origin(boolean secure, String host, int port, String authority) {
    static Origin of(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        String host = uri.getHost();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new Origin(
                secure,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80,
                host + port);
    }
}
