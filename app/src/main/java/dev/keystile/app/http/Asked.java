package dev.keystile.app.http;

import dev.keystile.oauth.api.ListPosition;
import dev.keystile.oauth.api.ListRequest;
import io.helidon.webserver.http.ServerRequest;
import java.util.stream.Stream;

/** What a page of the administration is to show. */
record Asked(ServerRequest request) {
    /** A parameter of the query; empty when there is none. */
    String text(String name) {
        return AdminApi.parameter(request, name);
    }

    /** A parameter, or the first of what it may be. */
    String oneOf(String name, String... choices) {
        return Stream.of(choices).filter(text(name)::equals).findFirst().orElse(choices[0]);
    }

    /** Which part of a list. */
    ListRequest list() {
        return new ListRequest(
                text("search"), ListPosition.parse(text("after")).orElse(null), ListRequest.MOST);
    }

    /** Before which record of the audit log; 0 for the latest. */
    long before() {
        return AdminApi.number(text("before"));
    }
}
