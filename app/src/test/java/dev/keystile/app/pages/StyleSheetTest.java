package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The style sheet: contrast of WCAG 2.2 level AA in both colour schemes, and nothing from
 * elsewhere.
 */
class StyleSheetTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");
    private static final List<List<String>> TEXT =
            List.of(
                    List.of("ink", "paper", "card", "stub", "line"),
                    List.of("soft", "paper", "card", "stub"),
                    List.of("accent", "paper", "card", "stub"),
                    List.of("accent-strong", "paper", "card", "stub"),
                    List.of("on-accent", "accent", "accent-strong"),
                    List.of("good", "good-back", "paper"),
                    List.of("warn", "warn-back"),
                    List.of("bad", "bad-back"));
    private static final List<List<String>> EDGES =
            List.of(
                    List.of("edge", "card", "stub", "paper"),
                    List.of("focus", "card", "stub", "paper"));

    @Test
    void textAndEdgesStandOutInLightAndInDark() throws IOException {
        String[] schemes = css().split("prefers-color-scheme: dark", 2);
        Map<String, Double> light = luminances(schemes[0]);
        Map<String, Double> dark = luminances(schemes[1]);
        for (Map<String, Double> scheme : List.of(light, dark)) {
            TEXT.forEach(row -> assertContrast(scheme, row, 4.5));
            EDGES.forEach(row -> assertContrast(scheme, row, 3));
        }
        assertThat(dark).containsOnlyKeys(light.keySet());
    }

    @Test
    void loadsNothing() throws IOException {
        assertThat(css()).doesNotContain("url(", "@import", "@font-face");
    }

    private static void assertContrast(Map<String, Double> scheme, List<String> row, double least) {
        for (String back : row.subList(1, row.size())) {
            double a = scheme.get(row.getFirst()) + 0.05;
            double b = scheme.get(back) + 0.05;
            assertThat(Math.max(a, b) / Math.min(a, b))
                    .as("%s on %s", row.getFirst(), back)
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static Map<String, Double> luminances(String css) {
        Map<String, Double> luminances = new HashMap<>();
        COLOUR.matcher(css)
                .results()
                .forEach(m ->
                        luminances.put(m.group(1), luminance(Integer.parseInt(m.group(2), 16))));
        return luminances;
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static String css() throws IOException {
        try (var in = StyleSheetTest.class.getResourceAsStream("/static/keystile.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
