package dev.keystile.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Ways to break what one check looks at: the reason that the check has to give, and the change to
 * the answer.
 */
record Faults(String check, String method, String path, List<Arguments> rows) {
    static Faults at(String check, String method, String path) {
        return new Faults(check, method, path, List.of());
    }

    static Stream<Arguments> all(Faults... faults) {
        return Stream.of(faults).flatMap(one -> one.rows().stream());
    }

    Faults with(String reason, UnaryOperator<FakeAnswer> change) {
        FakeGateway.Fault fault =
                (request, answer) -> request.is(method, path) ? change.apply(answer) : answer;
        var more = new ArrayList<>(rows);
        more.add(arguments(check, reason, fault));
        return new Faults(check, method, path, more);
    }

    /** Walks through a gateway with this fault: the check has to fail for this reason. */
    static void assertNamed(String check, String reason, FakeGateway.Fault fault) {
        try (var gateway = FakeGateway.broken(fault)) {
            Outcome outcome = Outcome.of(gateway, FakeConsent.KEY, null);
            assertThat(outcome.line(check)).startsWith("FAIL  " + check + ": ").contains(reason);
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.lines())
                    .last()
                    .isEqualTo(outcome.failures().size() + " of 37 tests failed");
        }
    }
}
