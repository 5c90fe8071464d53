package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The start page, and the files that all pages load. */
final class StartPageRoutes implements HttpService {
    private static final ClasspathHandlerConfig FILES = ClasspathHandlerConfig.create("static");

    private static final Header NO_CACHE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private final Pages pages;
    private final Function<Pages, String> page;

    StartPageRoutes(Pages pages, Supplier<List<String>> demoKeys) {
        this.pages = pages;
        this.page = in -> in.landing(demoKeys.get());
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/", MethodTable.get((_, reply) -> reply.page(Status.OK_200, pages, page)))
                .any("/static/*", StartPageRoutes::askEachTime)
                .register("/static", StaticContentFeature.createService(FILES));
    }

    /**
     * A page of a newer version must not meet an older style sheet; the ETag makes asking cheap.
     */
    private static void askEachTime(ServerRequest request, ServerResponse response) {
        response.header(NO_CACHE);
        response.next();
    }
}
