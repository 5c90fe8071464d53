package dev.keystile.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;

/** Whatever path is asked for: one that is plain is written in one way only. */
class PlainPathFuzzTest {
    @FuzzTest
    void plain(byte[] input) {
        String path = new String(input, UTF_8);
        if (!PlainPath.plain(path)) {
            assertThat(path).doesNotMatch("(/[A-Za-z0-9_~-]++)++");
            return;
        }
        assertThat(path).matches("(/[A-Za-z0-9._~-]*)*+");
        if (path.length() > 1) {
            URI read = URI.create("http://localhost" + path);
            assertThat(read.normalize().getPath()).isEqualTo(path);
        }
    }
}
