package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Span;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How tallies add up, and what is written of them. */
class TallyTest {
    private final Random random = new Random(7);

    private static Figures calls(int calls) {
        var counter = new Figures.Counter();
        for (int i = 0; i < calls; i++) {
            counter.count(i % 3 == 0).lasted(i);
        }
        return counter.figures();
    }

    /** Of more names than are kept, together with others. */
    private Tally drawn() {
        var names = new TreeMap<String, Figures>();
        for (int i = 0; i < 700; i++) {
            names.put("name" + random.nextInt(2000), calls(1 + random.nextInt(5)));
        }
        return new Tally(names, calls(random.nextInt(3)));
    }

    private static long total(Tally tally) {
        return tally.others().numbers().calls()
                + tally.numbers().values().stream().mapToLong(numbers -> numbers.calls()).sum();
    }

    @Test
    void theOrderInWhichTheyAddUpDoesNotMatter() {
        Tally a = drawn();
        Tally b = drawn();
        Tally c = drawn();

        Tally sum = a.plus(b).plus(c);
        assertThat(sum.byName()).hasSize(Tally.MOST);
        assertThat(a.plus(b.plus(c))).isEqualTo(sum);
        assertThat(c.plus(a).plus(b)).isEqualTo(sum);
        assertThat(total(sum)).isEqualTo(total(a) + total(b) + total(c));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Tally tally = drawn().plus(Tally.of("a \"quoted\" name", Figures.NONE));
        TallyCodec codec = new TallyCodec();

        assertThat(codec.read("id", codec.write(tally).build())).isEqualTo(tally);
        assertThat(codec.write(Tally.of("jean", calls(2))).build())
                .hasToString("{\"names\":{\"jean\":[2,1,1,2]}}");
    }

    @Test
    void aSpanIsNamedByItsNumber() {
        SpanId noon = new SpanId(Span.HOUR, 498804, Dimension.TOOL);

        assertThat(noon.text()).isEqualTo("hour/498804/tool");
        assertThat(SpanId.parse(noon.text())).isEqualTo(noon);
        assertThat(noon.day().text()).isEqualTo("day/20783/tool");
        assertThat(SpanId.parse(noon.day().text())).isEqualTo(noon.day());
    }
}
