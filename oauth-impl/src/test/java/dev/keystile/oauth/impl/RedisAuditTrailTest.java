package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes with connections of their own. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisAuditTrailTest extends AuditTrailContract {
    @Parameter RedisBinary binary;
    private final RedisFixture fixture = new RedisFixture();
    private RedisProcess redis;

    @Override
    @BeforeEach
    void open() {
        redis = RedisProcess.start(binary, "--appendonly", "yes");
        super.open();
    }

    @Override
    Store node(InstantSource by) {
        return fixture.connect(redis.url(), by);
    }

    @AfterEach
    void stop() {
        fixture.close();
        redis.close();
    }
}
