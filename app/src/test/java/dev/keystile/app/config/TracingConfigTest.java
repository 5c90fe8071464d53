package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where traces go, by the names that OpenTelemetry has for it. */
class TracingConfigTest extends ConfigCase {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318";

    @Test
    void thereAreNoneWithoutAnEndpoint() {
        assertThat(read().tracing()).isNull();
        assertThat(read("OTEL_SERVICE_NAME=x", "OTEL_EXPORTER_OTLP_HEADERS=a=b").tracing())
                .isNull();
    }

    @Test
    void theUsualVariablesAreRead() {
        var tracing =
                read(
                                ENDPOINT,
                                "OTEL_EXPORTER_OTLP_HEADERS=api-key=s3cret%2Cit+is , x = a%20b=",
                                "OTEL_SERVICE_NAME=gate")
                        .tracing();

        assertThat(tracing.endpoint()).isEqualTo(URI.create("http://127.0.0.1:4318/v1/traces"));
        assertThat(tracing.headers())
                .isEqualTo(Map.of("api-key", Secret.of("s3cret,it+is"), "x", Secret.of("a b=")));
        assertThat(tracing.serviceName()).isEqualTo("gate");
        assertThat(tracing.sample()).isEqualTo(1);
        assertThat(tracing.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://otlp.example.com, https://otlp.example.com/v1/traces",
        "https://otlp.example.com/, https://otlp.example.com/v1/traces",
        "https://otlp.example.com/otlp, https://otlp.example.com/otlp/v1/traces"
    })
    void theEndpointIsThatOfAllSignals(String given, String traces) {
        assertThat(read("OTEL_EXPORTER_OTLP_ENDPOINT=" + given).tracing().endpoint())
                .isEqualTo(URI.create(traces));
    }

    @Test
    void theFileSaysHowManyAreRecorded() throws IOException {
        assertThat(readFile("tracing: {sample: 0.05}", ENDPOINT).tracing().sample())
                .isEqualTo(0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.1", "2", "NaN", "all", "1e-3"})
    void aPartIsFromNoneToAll(String sample) {
        assertThatThrownBy(() -> readFile("tracing: {sample: '" + sample + "'}"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("tracing.sample: expected a number from 0 to 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "=s3cret",
                "a=",
                "a b=s3cret",
                "a=s3cret%0d%0ax:y",
                "a=s3cret%zz",
                "ok=1,s3cret"
            })
    void aWrongHeaderIsExplainedWithoutItsValue(String headers) {
        assertThatThrownBy(() -> read("OTEL_EXPORTER_OTLP_HEADERS=" + headers))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(
                        "tracing.headers (OTEL_EXPORTER_OTLP_HEADERS): expected name=value")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:4317", "ftp://a", "http://a?key=s3cret", "http://u:s3cret@a"})
    void aWrongEndpointIsExplained(String endpoint) {
        assertThatThrownBy(() -> read("OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("tracing.endpoint (OTEL_EXPORTER_OTLP_ENDPOINT): expected")
                .hasMessageNotContaining("s3cret");
    }
}
