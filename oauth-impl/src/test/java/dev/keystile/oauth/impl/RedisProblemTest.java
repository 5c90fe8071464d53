package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisMovedException;
import org.redisson.client.RedisNodeNotFoundException;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.misc.RedisURI;

/** Errors of Redis, as 6.2 and 7.0 word them and as Redisson passes them on. */
class RedisProblemTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOAUTH | NOAUTH Authentication required.",
                "WRONGPASS | WRONGPASS invalid username-password pair or user is disabled.",
                "NOPERM | NOPERM this user has no permissions to run the 'get' command or its subcommand",
                "READONLY | READONLY You can't write against a read only replica.",
                "READONLY | ERR Error running script (call to f_12): @user_script:9: @user_script: 9: -READONLY You can't write against a read only replica.",
                "READONLY | READONLY You can't write against a read only replica. script: f12, on @user_script:9.",
                "OOM | ERR Error running script (call to f_12): @user_script:9: -OOM command not allowed when used memory > 'maxmemory'.",
                "MISCONF | MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "LOADING | LOADING Redis is loading the dataset in memory",
                "BUSY | BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
                "MASTERDOWN | MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "CLUSTERDOWN | CLUSTERDOWN Hash slot not served",
                "TRYAGAIN | TRYAGAIN Multiple keys request during rehashing of slot",
                "CROSSSLOT | CROSSSLOT Keys in request don't hash to the same slot",
                "NOREPLICAS | NOREPLICAS Not enough good replicas to write.",
                "WRONGTYPE | WRONGTYPE Operation against a key holding the wrong kind of value",
                "FORM | FORM of a record is unknown",
                "OTHER | ERR unknown command 'EVALSHA'",
                "OTHER | ''"
            })
    void errorsAreToldByTheirCode(RedisProblem problem, String error) {
        String told = error + ". channel: [id: 0x1] command: (SET), params: [OOM , MISCONF ]";

        assertThat(RedisProblem.of(new RedisException(told))).isEqualTo(problem);
        assertThat(RedisProblem.of(new ExecutionException(new RedisException(told))))
                .isEqualTo(problem);
    }

    static Stream<Arguments> exceptions() {
        var uri = new RedisURI("redis://a:1");
        return Stream.of(
                Arguments.of(RedisProblem.CLOSED, new RedissonShutdownException("shut down")),
                Arguments.of(RedisProblem.UNKNOWN_NODE, new RedisNodeNotFoundException("slot 1")),
                Arguments.of(RedisProblem.MOVED, new RedisMovedException(1, uri)),
                Arguments.of(
                        RedisProblem.UNREACHABLE,
                        new RedisConnectionException("refused", new ConnectException("refused"))),
                Arguments.of(
                        RedisProblem.UNREACHABLE,
                        new RedisException("no address", new UnknownHostException("a"))),
                Arguments.of(
                        RedisProblem.UNREACHABLE,
                        new RedisTimeoutException("Unable to acquire connection! Increase pool")),
                Arguments.of(RedisProblem.SILENT, new RedisResponseTimeoutException("2000 ms")),
                Arguments.of(RedisProblem.SILENT, new TimeoutException()),
                Arguments.of(
                        RedisProblem.TLS,
                        new RedisConnectionException(
                                "refused", new SSLHandshakeException("no path"))),
                Arguments.of(
                        RedisProblem.WRONGPASS,
                        new RedisConnectionException(
                                "Unable to connect", new RedisException("WRONGPASS invalid"))),
                Arguments.of(RedisProblem.OTHER, new IllegalStateException("a bug")));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionsAreToldByTheInnermostThatSaysSomething(RedisProblem problem, Exception thrown) {
        assertThat(RedisProblem.of(thrown)).isEqualTo(problem);
        assertThat(RedisProblem.of(new ExecutionException(thrown))).isEqualTo(problem);
    }

    @Test
    void aRingOfCausesEnds() {
        var one = new RuntimeException();
        var other = new RuntimeException(one);
        one.initCause(other);

        assertThat(RedisProblem.of(one)).isEqualTo(RedisProblem.OTHER);
    }
}
