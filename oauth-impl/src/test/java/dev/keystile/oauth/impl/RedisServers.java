package dev.keystile.oauth.impl;

import java.util.List;
import java.util.stream.Stream;

/** One Redis or a cluster of them, for all tests of a class. */
final class RedisServers implements AutoCloseable {
    private final RedisBinary binary;
    private final boolean cluster;
    private List<RedisProcess> nodes = List.of();
    private AutoCloseable processes = () -> {};
    private RedisUrl url;

    private RedisServers(RedisBinary binary, boolean cluster) {
        this.binary = binary;
        this.cluster = cluster;
    }

    /** Each binary there is, alone and as a cluster. */
    static Stream<RedisServers> all() {
        return RedisBinary.all().stream()
                .flatMap(binary ->
                        Stream.of(false, true).map(more -> new RedisServers(binary, more)));
    }

    /** The report names no parameters, so this says what runs. */
    void start() {
        System.out.println("Tests run on " + this);
        if (cluster) {
            var started = new RedisClusterProcesses(binary);
            processes = started;
            nodes = started.nodes();
            url = started.url();
        } else {
            var started = RedisProcess.start(binary);
            processes = started;
            nodes = List.of(started);
            url = started.url();
        }
    }

    RedisUrl url() {
        return url;
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    /** Every key with its value, of all nodes. */
    List<String> dump() {
        return nodes.stream().flatMap(node -> node.dump().stream()).toList();
    }

    @Override
    public void close() {
        try {
            processes.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return binary + (cluster ? ", a cluster of three" : "");
    }
}
