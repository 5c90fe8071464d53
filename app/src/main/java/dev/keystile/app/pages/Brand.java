package dev.keystile.app.pages;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages these are.
 *
 * @param name what the gateway is called
 * @param logo null for our own sign
 * @param colours null for our own
 * @param links at the foot of every page, in this order
 * @param privacy the privacy policy; null for none
 * @param terms the terms of service; null for none
 */
public record Brand(
        String name,
        @Nullable Logo logo,
        @Nullable Colours colours,
        List<Link> links,
        @Nullable URI privacy,
        @Nullable URI terms) {
    /** Our own. */
    public static final Brand KEYSTILE = new Brand("Keystile", null, null, List.of(), null, null);

    /** Where the style sheet with the colours is. */
    public static final String STYLE_PATH = "/brand/style.css";

    /** Where the logo is. */
    public static final String LOGO_PATH = "/brand/logo";

    /** Copies the list. */
    public Brand {
        links = List.copyOf(links);
    }

    /** A link to a page of the operator's. */
    public record Link(String label, URI url) {
        String href() {
            return url.toString();
        }
    }

    /** The address of the privacy policy. */
    @Nullable String privacyHref() {
        return privacy == null ? null : privacy.toString();
    }

    /** The address of the terms. */
    @Nullable String termsHref() {
        return terms == null ? null : terms.toString();
    }

    /** Whether there is anything to link to. */
    boolean linked() {
        return !links.isEmpty() || privacy != null || terms != null;
    }
}
