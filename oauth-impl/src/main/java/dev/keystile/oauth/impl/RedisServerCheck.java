package dev.keystile.oauth.impl;

import dev.keystile.oauth.impl.RedisUrl.Servers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;

/**
 * Says, once at the start, what about a Redis may lose records. Asks by INFO, which is allowed in
 * places where CONFIG is not.
 */
final class RedisServerCheck {
    private static final System.Logger LOG = System.getLogger(RedisServerCheck.class.getName());
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6}).*");
    private static final Pattern MICROSECONDS = Pattern.compile("[0-9]{1,18}");
    private static final String MODE = "redis_mode";
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    private RedisServerCheck() {}

    /** Returns what forbids to use it; what only threatens records is logged. */
    static Optional<RedisProblem> check(
            RedissonClient redis, Servers servers, InstantSource clock) {
        try {
            for (RedisNode master : masters(redis, servers)) {
                Map<String, String> server = master.info(InfoSection.SERVER);
                if (servers instanceof Servers.Single && value(server, MODE).equals("cluster")) {
                    return Optional.of(RedisProblem.CROSSSLOT);
                }
                if (value(master.info(InfoSection.REPLICATION), "role").equals("slave")) {
                    return Optional.of(RedisProblem.READONLY);
                }
                compare(clock.instant(), value(server, "server_time_usec"));
                warn(value(server, "redis_version"), master);
            }
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "store.redis-unchecked reason=\"{0}\"",
                    RedisProblem.of(e).text());
        }
        return Optional.empty();
    }

    private static Collection<? extends RedisNode> masters(RedissonClient redis, Servers servers) {
        return switch (servers) {
            case Servers.Single _ -> List.of(redis.getRedisNodes(RedisNodes.SINGLE).getInstance());
            case Servers.Sentinel _ ->
                    List.of(redis.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster());
            case Servers.Cluster _ -> redis.getRedisNodes(RedisNodes.CLUSTER).getMasters();
        };
    }

    /** Nodes tell ends by their own clocks, and agree on them as far as these do. */
    private static void compare(Instant here, String microseconds) {
        if (!MICROSECONDS.matcher(microseconds).matches()) {
            return;
        }
        Instant there = Instant.EPOCH.plus(Long.parseLong(microseconds), ChronoUnit.MICROS);
        Duration ahead = Duration.between(there, here);
        if (ahead.abs().compareTo(Ends.TOLERANCE) > 0) {
            LOG.log(
                    Level.WARNING,
                    "store.clock-differs seconds-ahead-of-redis={0} allowed={1}",
                    Long.toString(ahead.toSeconds()),
                    Long.toString(Ends.TOLERANCE.toSeconds()));
        }
    }

    private static void warn(String version, RedisNode node) {
        if (older(version)) {
            LOG.log(Level.WARNING, "store.redis-old version={0} oldest=6.2", version);
        }
        String policy = value(node.info(InfoSection.MEMORY), "maxmemory_policy");
        if (!policy.equals("noeviction")) {
            LOG.log(
                    Level.WARNING,
                    "store.redis-evicts maxmemory-policy={0} wanted=noeviction",
                    policy);
        }
        String aof = value(node.info(InfoSection.PERSISTENCE), "aof_enabled");
        if (!aof.equals("1")) {
            LOG.log(
                    Level.WARNING,
                    "store.redis-forgets appendonly={0} wanted=yes",
                    aof.equals("0") ? "no" : aof);
        }
    }

    static boolean older(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
    }

    private static String value(Map<String, String> info, String name) {
        return info.getOrDefault(name, "unknown");
    }
}
