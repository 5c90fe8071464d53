package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReconnectedException;
import org.redisson.client.RedisRedirectException;
import org.redisson.client.RedisTimeoutException;

/** Why Redis cannot answer. Those that have one are named after Redis' own error code. */
enum RedisProblem {
    NOAUTH("Redis wants a password", true),
    WRONGPASS("Redis refused the user or the password", true),
    NOPERM("Redis does not permit this user a command, a key or a channel", true),
    NO_CLUSTER("Redis is no cluster and is configured as one", true),
    CROSSSLOT("Redis is part of a cluster and has to be configured as one", true),
    FORM("a record in Redis has a form that this version does not know", false),
    WRONGTYPE("a key in Redis is not one of this store", false),
    READONLY("Redis is a replica and takes no writes", false),
    OOM("Redis has reached its maxmemory", false),
    MISCONF("Redis cannot save to its disk and takes no writes", false),
    NOREPLICAS("Redis has too few replicas and takes no writes", false),
    LOADING("Redis is loading its data", false),
    BUSY("Redis is busy with a script of somebody else", false),
    MASTERDOWN("Redis has lost its master", false),
    CLUSTERDOWN("the Redis cluster is down", false),
    TRYAGAIN("the Redis cluster is moving keys", false),
    UNKNOWN_NODE("no known Redis node has this key", false),
    MOVED("the Redis cluster sends from one node to the next", false),
    UNREACHABLE("the connection to Redis is lost or cannot be made", false),
    TLS("TLS with Redis failed: its certificate is not trusted, or it speaks no TLS", false),
    /** Whether a write was done is not known then. */
    SILENT("Redis did not answer in time", false),
    CLOSED("the store is closed", false),
    OTHER("Redis failed", false);

    private static final String CLUSTER_DISABLED = "ERR This instance has cluster support disabled";

    /** Redis 6 and Redis 7 of a command that the user may not give, when a script gives it. */
    private static final Pattern SCRIPT_DENIED =
            Pattern.compile("executing the script can't run|ACL failure in script");

    private static final Pattern CODE =
            Pattern.compile("(?:^|[ -])(" + codes() + ") ", Pattern.DOTALL);

    private final String text;
    private final boolean lasting;

    RedisProblem(String text, boolean lasting) {
        this.text = text;
        this.lasting = lasting;
    }

    /** Whether waiting does not help. */
    boolean lasting() {
        return lasting;
    }

    String text() {
        return text;
    }

    /**
     * What callers are told. Redisson's exception is left out: its messages quote commands with
     * their arguments.
     */
    StoreUnavailableException exception() {
        return new StoreUnavailableException(text, null);
    }

    /** What an exception of Redisson, or one of its causes, stands for. */
    static RedisProblem of(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .limit(16)
                .flatMap(each -> one(each).stream())
                // The innermost is the reason, the others are what became of it.
                .reduce((_, inner) -> inner)
                .orElse(OTHER);
    }

    private static Optional<RedisProblem> one(Throwable thrown) {
        return switch (thrown) {
            case RedissonShutdownException _ -> Optional.of(CLOSED);
            case RedisOutOfMemoryException _ -> Optional.of(OOM);
            case RedisNodeNotFoundException _ -> Optional.of(UNKNOWN_NODE);
            case RedisRedirectException _ -> Optional.of(MOVED);
            case RedisReconnectedException _, RedisConnectionException _ ->
                    Optional.of(UNREACHABLE);
            case RedisTimeoutException e -> Optional.of(timeout(e));
            case TimeoutException _, io.github.bucket4j.TimeoutException _ -> Optional.of(SILENT);
            case StoreUnavailableException _ -> Optional.of(UNREACHABLE);
            case SSLException _ -> Optional.of(TLS);
            case IOException _ -> Optional.of(UNREACHABLE);
            case RedisException e -> code(e);
            default -> Optional.empty();
        };
    }

    /** Redisson says so too when it got no connection in time, and then nothing was sent. */
    private static RedisProblem timeout(RedisTimeoutException e) {
        return String.valueOf(e.getMessage()).startsWith("Unable to acquire")
                ? UNREACHABLE
                : SILENT;
    }

    private static Optional<RedisProblem> code(RedisException e) {
        if (String.valueOf(e.getMessage()).startsWith(CLUSTER_DISABLED)) {
            return Optional.of(NO_CLUSTER);
        }
        if (SCRIPT_DENIED.matcher(String.valueOf(e.getMessage())).find()) {
            return Optional.of(NOPERM);
        }
        String error = String.valueOf(e.getMessage()).split("\\. channel: ", 2)[0] + " ";
        Matcher code = CODE.matcher(error);
        return code.find() ? Optional.of(valueOf(code.group(1))) : Optional.empty();
    }

    private static String codes() {
        return "NOAUTH|WRONGPASS|NOPERM|CROSSSLOT|FORM|WRONGTYPE|READONLY|OOM|MISCONF|NOREPLICAS|LOADING|BUSY|MASTERDOWN"
                + "|CLUSTERDOWN|TRYAGAIN|MOVED";
    }
}
