package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonObject;

/** What people and developers read. */
record DocumentChecks(Wire wire, CheckTarget target) {
    /** The OpenAPI document, as JSON and as YAML. */
    void openApi() {
        JsonObject document =
                wire.send(Wire.get(target.url("/openapi.json")))
                        .expect(200, "the API document is missing")
                        .json();
        unless(
                Json.string(document, "openapi").startsWith("3.1"),
                "it is not an OpenAPI 3.1 document");
        unless(
                Json.member(document, "paths").containsKey("/oauth/token"),
                "it does not describe /oauth/token");
        wire.send(Wire.get(target.url("/openapi.yaml")))
                .expect(200, "the API document is missing as YAML");
    }

    /** The page with the URL to paste. */
    void landingPage() {
        String page =
                wire.send(Wire.get(target.url("/")).header("Accept", "text/html"))
                        .expect(200, "the landing page is missing")
                        .html();
        unless(
                page.contains(target.sharedResource()),
                "it does not show " + target.sharedResource());
    }
}
