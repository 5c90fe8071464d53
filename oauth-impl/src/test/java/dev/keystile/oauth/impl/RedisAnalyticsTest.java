package dev.keystile.oauth.impl;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisAnalyticsTest extends AnalyticsContract {
    @Parameter RedisBinary binary;

    @Override
    Nodes nodes() {
        return Nodes.inRedis(binary);
    }
}
