package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.RedisUrl.Login;
import dev.keystile.oauth.impl.RedisUrl.Node;
import dev.keystile.oauth.impl.RedisUrl.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
    private static RedisUrl parse(String url) {
        return RedisUrl.parse(url, false);
    }

    @Test
    void aHostAloneIsEnough() {
        var url = parse("redis://cache.example.com");

        assertThat(url.servers())
                .isEqualTo(new Servers.Single(new Node("cache.example.com", 6379), 0));
        assertThat(url.tls()).isFalse();
        assertThat(url.login()).isNull();
    }

    @Test
    void everyPartIsRead() {
        var url = parse("rediss://keystile:a-password@[::1]:6380/7");

        assertThat(url.servers()).isEqualTo(new Servers.Single(new Node("[::1]", 6380), 7));
        assertThat(url.tls()).isTrue();
        assertThat(url.login()).isEqualTo(login("keystile", "a-password"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                ":pass@ '' pass",
                "default:pass@ default pass",
                ":p@ss/wo:rd@ '' p@ss/wo:rd",
                "us%3Aer:%40%2F%25@ us:er @/%",
                ":a+b@ '' a+b"
            })
    void loginsAreReadAsTheyAreWritten(String written, String user, String password) {
        assertThat(parse("redis://" + written + "host").login())
                .isEqualTo(login(user.isEmpty() ? null : user, password));
    }

    private static Login login(String user, String password) {
        return new Login(user, Secret.of(password));
    }

    @Test
    void sentinelsNameTheirMaster() {
        assertThat(parse("redis+sentinel://:pass@a,b:1/mymaster/3").servers())
                .isEqualTo(
                        new Servers.Sentinel(
                                List.of(new Node("a", 26379), new Node("b", 1)), "mymaster", 3));
        assertThat(parse("rediss+sentinel://a/mymaster").tls()).isTrue();
    }

    @Test
    void aClusterIsASettingOfItsOwn() {
        assertThat(RedisUrl.parse("redis://a,b:1", true).servers())
                .isEqualTo(new Servers.Cluster(List.of(new Node("a", 6379), new Node("b", 1))));
        assertThat(RedisUrl.parse("redis://a/0", true).servers())
                .isEqualTo(new Servers.Cluster(List.of(new Node("a", 6379))));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "65535, true", "0, false", "65536, false", "99999, false"})
    void portsGoFrom1To65535(int port, boolean right) {
        if (right) {
            assertThat(parse("redis://a:" + port).servers().nodes())
                    .containsExactly(new Node("a", port));
        } else {
            assertThatThrownBy(() -> parse("redis://a:" + port)).hasMessageContaining("a port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:6379 | found another beginning",
                "http://localhost | found another beginning",
                "redis+cluster://localhost | found another beginning",
                "redis:// | found no host",
                "redis://:s3cret@ | found no host",
                "redis://a b | found no host",
                "redis://a,,b | found no host",
                "redis://a:b | found no host",
                "redis://a:123456 | found no host",
                "redis://a,b | found several hosts",
                "redis://a/b | found a database that is no number",
                "redis://a/1/2 | found a database that is no number",
                "redis://s3cret@a | found a user without a password",
                "redis://user:@a | found a user without a password",
                "redis://user:s3%cret@a | found a % in user or password",
                "redis://:s3cret@a?ssl=true | parameters after ? or # are not read",
                "redis+sentinel://a | found no name of a master",
                "redis+sentinel://a/ | found no name of a master",
                "redis+sentinel://a/m/x | found no name of a master"
            })
    void whatIsWrongIsSaidWithoutTheUrl(String url, String found) {
        assertThatThrownBy(() -> parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected redis://")
                .hasMessageContaining(found)
                .hasMessageNotContaining("s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://a/1", "redis+sentinel://a/mymaster"})
    void aClusterHasNeitherDatabasesNorSentinels(String url) {
        assertThatThrownBy(() -> RedisUrl.parse(url, true)).hasMessageContaining("a cluster ");
    }

    @Test
    void printsHostsAndNoPassword() {
        assertThat(parse("redis+sentinel://user:s3cret@a,b:1/m")).hasToString("a:26379,b:1");
        assertThat(parse("redis://user:s3cret@a").login().toString()).doesNotContain("s3cret");
        assertThat(RedisSettings.of(parse("redis://user:s3cret@a")).toString())
                .doesNotContain("s3cret");
    }
}
