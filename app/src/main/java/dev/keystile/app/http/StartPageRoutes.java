package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.staticcontent.ClasspathHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.util.List;

/** The start page, and the files that all pages load. */
final class StartPageRoutes implements HttpService {
    private static final ClasspathHandlerConfig FILES = ClasspathHandlerConfig.create("static");

    private final String page;

    StartPageRoutes(Pages pages, List<String> demoKeys) {
        this.page = pages.landing(demoKeys);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/", MethodTable.get((_, reply) -> reply.page(Status.OK_200, page)))
                .register("/static", StaticContentFeature.createService(FILES));
    }
}
