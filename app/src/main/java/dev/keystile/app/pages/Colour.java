package dev.keystile.app.pages;

import java.util.Locale;

/**
 * A colour of sRGB.
 *
 * @param rgb eight bits each
 */
public record Colour(int rgb) {
    /** Of a text such as {@code #0a6a4e}. */
    public static Colour parse(String text) {
        if (!text.matches("#[0-9A-Fa-f]{6}")) {
            throw new IllegalArgumentException(
                    "expected a colour such as #0a6a4e, found '" + text + "'");
        }
        return new Colour(Integer.parseInt(text.substring(1), 16));
    }

    /** How well one is seen on the other, from 1 to 21 (WCAG 2.2, contrast ratio). */
    double contrast(Colour other) {
        double a = luminance() + 0.05;
        double b = other.luminance() + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    /** The colour that is a fifth of the way to another one. */
    Colour towards(Colour other) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int own = (rgb >> shift) & 0xff;
            int theirs = (other.rgb >> shift) & 0xff;
            mixed |= (own + (theirs - own) / 5) << shift;
        }
        return new Colour(mixed);
    }

    private double luminance() {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** As it is written in a style sheet. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
