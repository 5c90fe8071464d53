package dev.keystile.app.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.util.List;

/**
 * Whatever a client puts into the field in which proxies say for whom they forward: what the proxy
 * appends to it is read as if there were nothing before it.
 */
class ForwardingFieldFuzzTest {
    @FuzzTest
    void hops(byte[] input) {
        String sent = new String(input, ISO_8859_1);
        assertLast(ForwardingField.X_FORWARDED_FOR, sent, "192.0.2.7", "192.0.2.7");
        assertLast(ForwardingField.FORWARDED, sent, "for=192.0.2.7;proto=https", "192.0.2.7");
        assertLast(
                ForwardingField.FORWARDED,
                sent,
                "for=\"[2001:db8::7]:4711\"",
                "[2001:db8::7]:4711");
    }

    private static void assertLast(
            ForwardingField field, String sent, String appended, String said) {
        for (String line : List.of(sent, sent + ", " + appended)) {
            WritableHeaders<?> headers = WritableHeaders.create();
            headers.add(HeaderValues.create(field.field(), line));
            List<String> hops = field.hops(headers);
            assertThat(hops).isNotEmpty();
            if (!line.equals(sent)) {
                assertThat(hops.getLast()).isEqualTo(said);
            }
        }
    }

    @FuzzTest
    void address(byte[] input) {
        String text = new String(input, ISO_8859_1);
        ForwardingField.address(text)
                .ifPresent(address ->
                        assertThat(text)
                                .matches("\\[?[0-9A-Fa-f:.]+]?(:[0-9A-Za-z._-]+)?")
                                .doesNotContain("%"));
    }
}
