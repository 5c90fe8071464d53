package dev.keystile.app.pages;

import java.util.List;
import java.util.Locale;

/**
 * The colours of an operator, for links and for the first button.
 *
 * @param light on light pages
 * @param dark on dark pages
 */
public record Colours(Colour light, Colour dark) {
    /** What WCAG 2.2 asks of text (1.4.3, AA). */
    static final double LEAST = 4.5;

    /** Paper, card and stub of our style sheet, on which they are seen. */
    static final List<Colour> LIGHT =
            List.of(new Colour(0xeef2f0), new Colour(0xffffff), new Colour(0xf8faf9));

    static final List<Colour> DARK =
            List.of(new Colour(0x0d1311), new Colour(0x161e1b), new Colour(0x1a2420));

    private static final Colour BLACK = new Colour(0);
    private static final Colour WHITE = new Colour(0xffffff);

    /** A colour for light pages, checked. */
    public static Colour light(String text) {
        return visible(Colour.parse(text), LIGHT, "light pages: take a darker one");
    }

    /** A colour for dark pages, checked. */
    public static Colour dark(String text) {
        return visible(Colour.parse(text), DARK, "dark pages: take a lighter one");
    }

    /** A style sheet that goes after our own. */
    public String styleSheet() {
        return """
        :root {
          --accent: %s;
          --accent-strong: %s;
          --on-accent: %s;
        }

        @media (prefers-color-scheme: dark) {
          :root {
            --accent: %s;
            --accent-strong: %s;
            --on-accent: %s;
          }
        }
        """
                .formatted(
                        light,
                        light.towards(BLACK),
                        LIGHT.get(1),
                        dark,
                        dark.towards(WHITE),
                        DARK.getFirst());
    }

    /** The colour, unless it is hard to see on one of the others. */
    private static Colour visible(Colour colour, List<Colour> backs, String where) {
        double least = backs.stream().mapToDouble(colour::contrast).min().orElse(LEAST);
        if (least < LEAST) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "expected a contrast of at least %.1f to the backgrounds of %s; that of %s is %.2f",
                            LEAST,
                            where,
                            colour,
                            least));
        }
        return colour;
    }
}
