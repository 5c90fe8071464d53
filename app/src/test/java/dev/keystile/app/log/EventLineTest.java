package dev.keystile.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

/** How the messages of events are taken apart. */
class EventLineTest {
    @Test
    void fieldsAreMembersWhateverStandsInThem() {
        EventLine line =
                EventLine.of(
                        "key.doubtful connector=jean reason=\"the upstream takes it when asked\" n=1");

        assertThat(line.name()).isEqualTo("key.doubtful");
        assertThat(line.members())
                .containsExactly(
                        entry("connector", "jean"),
                        entry("reason", "the upstream takes it when asked"),
                        entry("n", "1"));
        assertThat(line.text()).isEmpty();
    }

    @Test
    void aValueWithoutQuotesGoesOnToTheNextKey() {
        assertThat(
                        EventLine.of("client.refused error=x reason=every URI, or 1=2 request=a")
                                .members())
                .containsExactly(
                        entry("error", "x"),
                        entry("reason", "every URI, or 1=2"),
                        entry("request", "a"));
    }

    @Test
    void whatLooksLikeAKeyInQuotesIsNone() {
        assertThat(EventLine.of("a.b reason=\"x key=y z=\" n=1 last=\"open").members())
                .containsExactly(
                        entry("reason", "x key=y z="), entry("n", "1"), entry("last", "\"open"));
    }

    @Test
    void theFirstOfANameCounts() {
        assertThat(EventLine.of("a.b grant=real reason=x grant=forged").members())
                .containsEntry("grant", "real");
    }

    @Test
    void aStackTraceIsText() {
        EventLine line = EventLine.of("request.failed request=1\n  java.lang.X\n    at y");

        assertThat(line.members()).containsOnly(entry("request", "1"));
        assertThat(line.text()).isEqualTo("  java.lang.X\n    at y");
    }

    @Test
    void whatIsNoEventIsText() {
        EventLine line = EventLine.of("Started all channels in 5 milliseconds. a=b");

        assertThat(line.name()).isEmpty();
        assertThat(line.members()).isEmpty();
        assertThat(line.text()).isEqualTo("Started all channels in 5 milliseconds. a=b");
    }

    @Test
    void anEventWithoutFieldsIsOne() {
        assertThat(EventLine.of("gateway.stopped").name()).isEqualTo("gateway.stopped");
        assertThat(EventLine.of("http.too-many-requests request=1").name())
                .isEqualTo("http.too-many-requests");
    }
}
