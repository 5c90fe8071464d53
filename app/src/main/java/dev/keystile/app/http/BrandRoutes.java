package dev.keystile.app.http;

import dev.keystile.app.pages.Brand;
import dev.keystile.app.pages.Colours;
import dev.keystile.app.pages.Logo;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** The files of an operator's brand; without one there are none. */
record BrandRoutes(Brand brand) implements HttpService {
    /** A picture that is opened by itself is a document, and SVG may hold scripts: none runs. */
    private static final Header PICTURE_ONLY =
            HeaderValues.createCached(
                    HeaderNames.create("Content-Security-Policy"),
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");

    @Override
    public void routing(HttpRules rules) {
        Colours colours = brand.colours();
        if (colours != null) {
            Document style = Document.of("text/css; charset=utf-8", colours.styleSheet());
            rules.any(Brand.STYLE_PATH, MethodTable.get(style::send));
        }
        Logo logo = brand.logo();
        if (logo != null) {
            Document picture = Document.of(logo.type(), logo.content());
            rules.any(
                    Brand.LOGO_PATH,
                    MethodTable.get(
                            (request, reply) -> picture.send(request, reply.with(PICTURE_ONLY))));
        }
    }
}
