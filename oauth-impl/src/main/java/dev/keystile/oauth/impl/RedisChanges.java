package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.StringCodec;

/** Tells this store's watchers what it changed, and what other nodes say that they changed. */
final class RedisChanges implements StatusListener {
    private final List<Store.Watcher> watchers = new CopyOnWriteArrayList<>();
    private final SecureRandom random;
    private volatile String sender;

    RedisChanges(SecureRandom random) {
        this.random = random;
        this.sender = drawSender();
    }

    void watch(Store.Watcher watcher) {
        watchers.add(watcher);
    }

    /** What other nodes are to be told. */
    String message(Store.Key key) {
        return sender + " " + RedisKeys.text(key);
    }

    /** Something may have been changed from here. */
    void tell(Store.Key key) {
        watchers.forEach(watcher -> watcher.changed(key));
    }

    /**
     * A command of ours got no answer and may be carried out later: what we said so far counts as
     * said by another node from now on.
     */
    void unsure() {
        sender = drawSender();
    }

    void listen(RedissonClient redis, String channel) {
        RTopic topic = redis.getTopic(channel, StringCodec.INSTANCE);
        topic.addListener(String.class, (_, message) -> told(message));
        topic.addListener(this);
    }

    /** At the first time, and after each loss of the connection, when messages were lost too. */
    @Override
    public void onSubscribe(String channel) {
        watchers.forEach(Store.Watcher::allChanged);
    }

    @Override
    public void onUnsubscribe(String channel) {
        watchers.forEach(Store.Watcher::allChanged);
    }

    private void told(String message) {
        int space = message.indexOf(' ');
        boolean ours = space > 0 && message.substring(0, space).equals(sender);
        if (!ours) {
            RedisKeys.parse(message.substring(space + 1)).ifPresent(this::tell);
        }
    }

    private String drawSender() {
        return Base64Url.encode(Crypto.random(random, 9));
    }
}
