package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and who we are to it. Prints hosts, never the password.
 *
 * @param login null when Redis wants none
 */
public record RedisUrl(Servers servers, boolean tls, @Nullable Login login) {
    private static final String EXPECTED =
            "expected redis://[[user]:password@]host[:port][/database], rediss:// for TLS, or"
                    + " redis+sentinel://host[:port],host[:port]/master-name[/database]; ";
    private static final Pattern URL =
            Pattern.compile("(rediss?)(\\+sentinel)?://(?:(.*)@)?([^/@?#]*)(?:/([^?#]*))?");
    private static final Pattern NODE =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("[0-9]{0,5}");
    private static final Pattern MASTER =
            Pattern.compile("([A-Za-z0-9._-]{1,128})(?:/([0-9]{0,5}))?");
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    /** A host and its port. */
    public record Node(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** What the nodes are. */
    public sealed interface Servers {
        /** The nodes that the URL names. */
        List<Node> nodes();

        /** One server. */
        record Single(Node node, int database) implements Servers {
            @Override
            public List<Node> nodes() {
                return List.of(node);
            }
        }

        /** Sentinels, which know the master of this name. */
        record Sentinel(List<Node> nodes, String master, int database) implements Servers {}

        /** Some nodes of a cluster, which know the others. */
        record Cluster(List<Node> nodes) implements Servers {}
    }

    /** Who we are; without a user the password is that of Redis' default user. */
    public record Login(@Nullable String user, Secret password) {}

    /**
     * Reads one; throws {@code IllegalArgumentException} with what was expected, which quotes
     * nothing of the URL.
     *
     * @param cluster whether the URL names nodes of a cluster; one of a sentinel cannot
     */
    public static RedisUrl parse(String url, boolean cluster) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw wrong(
                    url.contains("?") || url.contains("#")
                            ? "parameters after ? or # are not read"
                            : "found another beginning");
        }
        boolean sentinel = parts.group(2) != null;
        List<Node> nodes = nodes(parts.group(4), sentinel ? SENTINEL_PORT : PORT);
        String path = parts.group(5) == null ? "" : parts.group(5);
        return new RedisUrl(
                sentinel ? sentinel(nodes, path, cluster) : servers(nodes, path, cluster),
                parts.group(1).equals("rediss"),
                login(parts.group(3)));
    }

    private static Servers sentinel(List<Node> nodes, String path, boolean cluster) {
        Matcher parts = MASTER.matcher(path);
        if (cluster || !parts.matches()) {
            throw wrong(cluster ? "a cluster has no sentinels" : "found no name of a master");
        }
        return new Servers.Sentinel(nodes, parts.group(1), number(parts.group(2)));
    }

    private static Servers servers(List<Node> nodes, String path, boolean cluster) {
        if (!DATABASE.matcher(path).matches()) {
            throw wrong("found a database that is no number");
        }
        if (cluster) {
            if (number(path) != 0) {
                throw wrong("a cluster has only the database 0");
            }
            return new Servers.Cluster(nodes);
        }
        if (nodes.size() > 1) {
            throw wrong("found several hosts, which only sentinels and clusters have");
        }
        return new Servers.Single(nodes.getFirst(), number(path));
    }

    private static List<Node> nodes(String text, int port) {
        return Stream.of(text.split(",", -1)).map(node -> node(node, port)).toList();
    }

    private static Node node(String text, int defaultPort) {
        Matcher parts = NODE.matcher(text);
        if (!parts.matches()) {
            throw wrong("found no host, or one that is none");
        }
        int port = parts.group(2) == null ? defaultPort : Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw wrong("found a port that is not between 1 and 65535");
        }
        return new Node(parts.group(1), port);
    }

    private static @Nullable Login login(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        String password = decoded(text.substring(colon + 1));
        if (colon < 0 || password.isEmpty()) {
            throw wrong("found a user without a password");
        }
        String user = decoded(text.substring(0, colon));
        return new Login(user.isEmpty() ? null : user, Secret.of(password));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("found a % in user or password that is not written as %25");
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static IllegalArgumentException wrong(String found) {
        return new IllegalArgumentException(EXPECTED + found);
    }

    /** The hosts, for logs and messages. */
    @Override
    public String toString() {
        return servers.nodes().stream().map(Node::toString).collect(Collectors.joining(","));
    }
}
