package dev.keystile.app.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever languages are asked for: the pages have one, and it is one of theirs. */
class TextsFuzzTest {
    @FuzzTest
    void asked(byte[] input) {
        String text = new String(input, UTF_8);
        String one = Texts.asked(null, List.of(text)).tag();
        String several = Texts.asked(null, List.of(text.split(",", -1))).tag();
        assertThat(one).isIn("en", "de").isEqualTo(several);
        assertThat(Texts.asked(text, List.of("de")).tag()).isIn("en", "de");
        assertThat(Texts.asked("de", List.of(text)).tag()).isEqualTo("de");
    }
}
