package dev.keystile.app.config;

import dev.keystile.app.pages.Brand;
import dev.keystile.app.pages.Colours;
import dev.keystile.app.pages.Logo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whose pages these are. */
record BrandReader(SettingReader reader) {
    Brand read() {
        return new Brand(
                reader.matching(
                        Setting.BRAND_NAME,
                        "[^\\p{Cntrl}]{1,60}",
                        "a name of at most 60 characters"),
                logo(),
                colours(),
                links(),
                reader.url(Setting.BRAND_PRIVACY),
                reader.url(Setting.BRAND_TERMS));
    }

    private @Nullable Logo logo() {
        String file = reader.text(Setting.BRAND_LOGO);
        if (file.isEmpty()) {
            return null;
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] content = in.readNBytes(Logo.MOST_BYTES + 1);
            return reader.checked(Setting.BRAND_LOGO, () -> Logo.of(file, content));
        } catch (IOException | InvalidPathException e) {
            throw reader.problem(Setting.BRAND_LOGO, "expected a file that can be read");
        }
    }

    /** Both or none: one alone would be seen beside ours. */
    private @Nullable Colours colours() {
        String light = reader.text(Setting.BRAND_COLOUR);
        String dark = reader.text(Setting.BRAND_COLOUR_DARK);
        if (light.isEmpty() && dark.isEmpty()) {
            return null;
        }
        return new Colours(
                reader.checked(Setting.BRAND_COLOUR, () -> Colours.light(light)),
                reader.checked(Setting.BRAND_COLOUR_DARK, () -> Colours.dark(dark)));
    }

    private List<Brand.Link> links() {
        return reader.map(Setting.BRAND_LINKS).entrySet().stream()
                .map(link -> new Brand.Link(link.getKey(), url(link.getKey(), link.getValue())))
                .toList();
    }

    private URI url(String label, String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if ((web && url.getHost() != null) || "mailto".equals(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw wrong(label);
        }
        throw wrong(label);
    }

    private static InvalidSettingException wrong(String label) {
        return new InvalidSettingException(
                Setting.BRAND_LINKS.key() + "." + label, "expected an http, https or mailto URL");
    }
}
