package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPartsTest {
    @Test
    void lastOneOpenedIsClosedFirstAndEachOnce() {
        List<String> closed = new ArrayList<>();
        var parts = new OpenParts();
        parts.add(() -> closed.add("first"));
        parts.add(() -> closed.add("second"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void partThatCannotBeClosedHoldsUpNoOther() {
        List<String> closed = new ArrayList<>();
        var parts = new OpenParts();
        parts.add(() -> closed.add("first"));
        parts.add(() -> {
            throw new IllegalStateException("meant by the test");
        });

        assertThatIllegalStateException().isThrownBy(parts::close);
        assertThat(closed).containsExactly("first");
    }
}
