package dev.keystile.oauth.impl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.client.codec.StringCodec;

/**
 * A script for one key, known to Redis by its digest once it was sent. Each does what was asked for
 * as well when it is sent a second time.
 */
record RedisScript(String text, String sha1) {
    /**
     * Writes a record. Arguments: the version that was read, empty for none; the next version; the
     * end; the text; the time now; how long Redis keeps the key; the channel and the message for
     * those who watch. Answers {@code done} or {@code lost} and the end of the record that stands,
     * 0 for none.
     */
    static final RedisScript WRITE =
            of(
                    """
                    local stored = redis.call('GET', KEYS[1])
                    local version, ends, text = nil, 0, nil
                    if stored then
                        local v, e, at = string.match(stored, '^1 (%x+) (%d+) ()')
                        if not v then
                            return redis.error_reply('FORM of a record is unknown')
                        end
                        if tonumber(e) > tonumber(ARGV[5]) then
                            version, ends, text = v, tonumber(e), string.sub(stored, at)
                        end
                    end
                    local next = tonumber(ARGV[3])
                    if text == ARGV[4] then
                        if next <= ends then
                            return string.format('done %.0f', ends)
                        end
                    elseif (version or '') ~= ARGV[1] then
                        return string.format('lost %.0f', ends)
                    end
                    redis.call('SET', KEYS[1], table.concat({'1', ARGV[2], ARGV[3], ARGV[4]}, ' '), 'PX', ARGV[6])
                    redis.call('PUBLISH', ARGV[7], ARGV[8])
                    return 'done ' .. ARGV[3]
                    """);

    /** Removes a record. Arguments: the channel and the message for those who watch. */
    static final RedisScript REMOVE =
            of(
                    """
                    if redis.call('DEL', KEYS[1]) == 1 then
                        redis.call('PUBLISH', ARGV[1], ARGV[2])
                    end
                    return 'done'
                    """);

    /** The beginning of a record, empty when there is none. Argument: how many bytes. */
    static final RedisScript HEAD =
            of("return redis.call('GETRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)");

    /**
     * Gives an id its place in a listing, and drops a few whose records have ended. Arguments: the
     * end, the id, how long Redis keeps that record, and the time before which others have ended.
     */
    static final RedisScript PLACE =
            of(
                    """
                    redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
                    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
                        redis.call('PEXPIRE', KEYS[1], ARGV[3])
                    end
                    local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[4], 'LIMIT', 0, 10)
                    if #ended > 0 then
                        redis.call('ZREM', KEYS[1], unpack(ended))
                    end
                    return 'done'
                    """);

    /** Takes an id out of a listing. Argument: the id. */
    static final RedisScript DISPLACE = of("redis.call('ZREM', KEYS[1], ARGV[1]) return 'done'");

    /** A script with what it is to be run on. */
    record Call(RedisScript script, String key, List<Object> arguments) {
        /** By digest, or with its text, by which Redis learns it. */
        RFuture<String> in(RBatch batch, boolean byDigest) {
            RScriptAsync scripts = batch.getScript(StringCodec.INSTANCE);
            Object[] values = arguments.toArray();
            return byDigest
                    ? scripts.evalShaAsync(
                            RScript.Mode.READ_WRITE,
                            script.sha1(),
                            RScript.ReturnType.STRING,
                            List.of(key),
                            values)
                    : scripts.evalAsync(
                            RScript.Mode.READ_WRITE,
                            script.text(),
                            RScript.ReturnType.STRING,
                            List.of(key),
                            values);
        }
    }

    Call on(String key, Object... arguments) {
        return new Call(this, key, List.of(arguments));
    }

    private static RedisScript of(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return new RedisScript(text, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }
}
