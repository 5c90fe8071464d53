package dev.keystile.oauth.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis cluster of three masters. */
final class RedisClusterProcesses implements AutoCloseable {
    private static final int NODES = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> nodes = new ArrayList<>();

    RedisClusterProcesses(RedisBinary binary) {
        try {
            IntStream.range(0, NODES).forEach(_ -> nodes.add(node(binary)));
            IntStream.range(0, NODES).forEach(this::join);
            nodes.forEach(RedisClusterProcesses::awaitState);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static RedisProcess node(RedisBinary binary) {
        return RedisProcess.start(
                binary, "--cluster-enabled", "yes", "--cluster-node-timeout", "5000");
    }

    private void join(int number) {
        List<String> add = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        int first = number * SLOTS / NODES;
        int last = (number + 1) * SLOTS / NODES - 1;
        IntStream.rangeClosed(first, last).forEach(slot -> add.add(Integer.toString(slot)));
        RedisProcess node = nodes.get(number);
        node.ask(add.toArray(String[]::new));
        node.ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(number + 1));
        node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(nodes.getFirst().port()));
    }

    private static void awaitState(RedisProcess node) {
        Await.that(() -> {
            String info = node.ask("CLUSTER", "INFO");
            return info.contains("cluster_state:ok") && info.contains("cluster_size:3");
        });
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    /** The node that has a key. */
    RedisProcess homeOf(String key) {
        int slot = Integer.parseInt(nodes.getFirst().ask("CLUSTER", "KEYSLOT", key));
        return IntStream.range(0, NODES)
                .filter(number -> slot < (number + 1) * SLOTS / NODES)
                .mapToObj(nodes::get)
                .findFirst()
                .orElseThrow();
    }

    RedisUrl url() {
        return RedisUrl.parse(
                nodes.stream()
                        .map(node -> "127.0.0.1:" + node.port())
                        .collect(Collectors.joining(",", "redis://", "")),
                true);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
