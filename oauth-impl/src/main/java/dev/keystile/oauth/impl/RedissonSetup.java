package dev.keystile.oauth.impl;

import dev.keystile.oauth.impl.RedisUrl.Login;
import dev.keystile.oauth.impl.RedisUrl.Node;
import dev.keystile.oauth.impl.RedisUrl.Servers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** Redisson's configuration for our settings. */
final class RedissonSetup {
    /** For a connection, and for an answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Before a command is sent once more, and for each of two attempts to get a connection. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int RETRIES = 1;
    private static final int THREADS = 2;
    private static final int IDLE_CONNECTIONS = 2;
    private static final int CONNECTIONS = 32;

    /** How soon it is noticed that a silent connection is dead. */
    private static final Duration PING = Duration.ofSeconds(5);

    private RedissonSetup() {}

    static Config config(RedisSettings settings) {
        RedisUrl url = settings.url();
        Config config = new Config();
        config.setCodec(StringCodec.INSTANCE)
                .setThreads(THREADS)
                .setNettyThreads(THREADS)
                // Scripts are sent by digest, and with their text where Redis does not know them.
                .setUseScriptCache(false)
                .setUseThreadClassLoader(false);
        config.setReferenceEnabled(false);
        login(config, url.login());
        if (settings.trustFile() != null) {
            config.setSslTrustManagerFactory(TrustFile.read(settings.trustFile()));
        }
        switch (url.servers()) {
            case Servers.Single single -> single(config, single, url);
            case Servers.Sentinel sentinel -> sentinel(config, sentinel, url);
            case Servers.Cluster _ -> cluster(config, url);
        }
        return config;
    }

    private static void login(Config config, @Nullable Login login) {
        if (login != null) {
            config.setPassword(login.password().reveal());
            if (login.user() != null) {
                config.setUsername(login.user());
            }
        }
    }

    private static void single(Config config, Servers.Single servers, RedisUrl url) {
        times(config.useSingleServer())
                .setAddress(address(servers.node(), url))
                .setDatabase(servers.database())
                .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
                .setConnectionPoolSize(CONNECTIONS)
                .setSubscriptionConnectionPoolSize(IDLE_CONNECTIONS);
    }

    private static void sentinel(Config config, Servers.Sentinel servers, RedisUrl url) {
        masters(config.useSentinelServers())
                .setMasterName(servers.master())
                .setDatabase(servers.database())
                // Whoever runs one sentinel knows what that is worth.
                .setCheckSentinelsList(false)
                .addSentinelAddress(addresses(url));
    }

    private static void cluster(Config config, RedisUrl url) {
        masters(config.useClusterServers())
                .setScanInterval((int) TIMEOUT.toMillis())
                .addNodeAddress(addresses(url));
    }

    /** A replica may lag behind, and whoever reads has to see what was written. */
    private static <C extends BaseMasterSlaveServersConfig<C>> C masters(C config) {
        return times(config)
                .setReadMode(ReadMode.MASTER)
                .setSubscriptionMode(SubscriptionMode.MASTER)
                .setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS)
                .setMasterConnectionPoolSize(CONNECTIONS)
                .setSubscriptionConnectionPoolSize(IDLE_CONNECTIONS);
    }

    private static <C extends BaseConfig<C>> C times(C config) {
        return config.setConnectTimeout((int) TIMEOUT.toMillis())
                .setTimeout((int) TIMEOUT.toMillis())
                .setSubscriptionTimeout((int) TIMEOUT.toMillis())
                .setRetryAttempts(RETRIES)
                .setRetryDelay(new ConstantDelay(PAUSE))
                .setReconnectionDelay(new ConstantDelay(PAUSE))
                .setPingConnectionInterval((int) PING.toMillis())
                .setClientName("keystile");
    }

    private static String[] addresses(RedisUrl url) {
        return url.servers().nodes().stream()
                .map(node -> address(node, url))
                .toArray(String[]::new);
    }

    private static String address(Node node, RedisUrl url) {
        return (url.tls() ? "rediss://" : "redis://") + node;
    }
}
