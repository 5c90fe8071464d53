package dev.keystile.app.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far callers decide what is recorded. */
class SampledParentsTest {
    /** A ratio taken from the trace id records this one always. */
    private static final String LUCKY = "00000000000000010000000000000001";

    private static boolean recorded(double ratio, double drawn, Context parent) {
        return SampledParents.sampler(ratio, () -> drawn)
                .shouldSample(parent, LUCKY, "GET", SpanKind.SERVER, Attributes.empty(), List.of())
                .getDecision()
                .equals(SamplingDecision.RECORD_AND_SAMPLE);
    }

    private static Context caller(TraceFlags flags) {
        return Context.root()
                .with(
                        Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        LUCKY,
                                        "0000000000000001",
                                        flags,
                                        TraceState.getDefault())));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.999, true",
        "0.5, 0.49, true",
        "0.5, 0.5, false",
        "0.001, 0.5, false",
        "0, 0, false"
    })
    void aCallerThatRecordsIsFollowedAsOftenAsOurRatioSays(
            double ratio, double drawn, boolean recorded) {
        assertThat(recorded(ratio, drawn, caller(TraceFlags.getSampled()))).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, false", "0.5, 0, false"})
    void oneThatDoesNotRecordIsNotRecorded(double ratio, double drawn, boolean recorded) {
        assertThat(recorded(ratio, drawn, caller(TraceFlags.getDefault()))).isEqualTo(recorded);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "0.5, true", "0, false"})
    void withoutACallerTheIdThatWeDrewDecides(double ratio, boolean recorded) {
        assertThat(recorded(ratio, 0.999, Context.root())).isEqualTo(recorded);
    }
}
