package dev.keystile.app.pages;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of the pages in one language: {@code texts_en.properties} and its translations. Each
 * text is a {@link MessageFormat} pattern, and may hold markup of its own.
 */
public final class Texts {
    private static final String BUNDLE = "dev.keystile.app.pages.texts";
    private static final int MAX_ASKED = 500;

    /** The language of who asks for none that there is, and of programs. */
    public static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    /** All languages. */
    static final List<Texts> ALL = List.of(ENGLISH, new Texts(Locale.GERMAN));

    private final Locale locale;
    private final ResourceBundle bundle;

    private final Brand brand;

    private Texts(Locale locale) {
        this(locale, ResourceBundle.getBundle(BUNDLE, locale), Brand.KEYSTILE);
    }

    private Texts(Locale locale, ResourceBundle bundle, Brand brand) {
        this.locale = locale;
        this.bundle = bundle;
        this.brand = brand;
    }

    /** The same on the pages of a brand. */
    public Texts of(Brand whose) {
        return new Texts(locale, bundle, whose);
    }

    /** Whose pages they are on. */
    Brand brand() {
        return brand;
    }

    /**
     * The language that somebody likes best.
     *
     * @param uiLocales the {@code ui_locales} of an authorization request (OpenID Connect Core
     *     section 3.1.2.1), which go first; null when there are none
     * @param acceptLanguage values of {@code Accept-Language} (RFC 9110 section 12.5.4)
     */
    public static Texts asked(@Nullable String uiLocales, List<String> acceptLanguage) {
        String named = uiLocales == null ? "" : uiLocales.strip().replaceAll(" +", ",");
        return Stream.of(named, String.join(",", acceptLanguage))
                .flatMap(ranges -> lookup(ranges).stream())
                .findFirst()
                .orElse(ENGLISH);
    }

    /** The language tag (RFC 5646). */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** A text for where markup is none: escaped by whoever writes it into a page. */
    public String plain(String key, Object... arguments) {
        return format(key, arguments);
    }

    /** A text with its own markup, in which whatever is filled in is text. */
    Markup markup(String key, Object... arguments) {
        return new Markup(format(key, Arrays.stream(arguments).map(Markup::escaped).toArray()));
    }

    /** A day in words; nobody knows what day it was where the person is. */
    String day(Instant instant) {
        return DateTimeFormatter.ofPattern(pattern("day"), locale)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    Locale locale() {
        return locale;
    }

    /** The keys of all texts. */
    List<String> keys() {
        return bundle.keySet().stream().sorted().toList();
    }

    /** The text as it is written. */
    String pattern(String key) {
        return bundle.getString(key);
    }

    private String format(String key, Object... arguments) {
        return new MessageFormat(pattern(key), locale).format(arguments);
    }

    /** The best of those there are, by RFC 4647 section 3.4; none for what cannot be read. */
    private static List<Texts> lookup(String ranges) {
        if (ranges.isBlank() || ranges.length() > MAX_ASKED) {
            return List.of();
        }
        try {
            List<LanguageRange> wanted =
                    LanguageRange.parse(ranges).stream()
                            .filter(range -> range.getWeight() > 0)
                            .toList();
            Locale best = Locale.lookup(wanted, ALL.stream().map(Texts::locale).toList());
            return ALL.stream().filter(texts -> texts.locale.equals(best)).toList();
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }
}
