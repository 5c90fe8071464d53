package dev.keystile.app.pages;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityUse;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every page with ordinary and with hostile content. */
final class SamplePages {
    /** Text that breaks out of markup wherever it is not escaped. */
    static final String MARKUP =
            "</title></textarea><script>alert(1)</script>\"'><img src=//evil.example/x onerror=alert(2)>{{7*7}}"
                    + " style=x ".repeat(50);

    /** The same from somebody who also turns the direction of text. */
    static final String EVIL = "\u202eelgoog\u2066" + MARKUP;

    static final String TRANSACTION = "sealed-\"><b>value";
    static final URI HELP = URI.create("https://jeanmemory.example/keys?a=1&b=2");

    static final Connector CONNECTOR =
            new Connector(
                    new ConnectorId("jean"),
                    "Jean Memory",
                    URI.create("http://127.0.0.1:9000/mcp"),
                    new ApiKeyHeader("x-api-key", null),
                    "jean_sk_",
                    HELP,
                    UserIdTrust.CLAIMED);
    static final ProtectedResources RESOURCES =
            new ProtectedResources(new Issuer("https://mcp.jeanmemory.example"), CONNECTOR);
    static final Pages PAGES = new Pages(RESOURCES);

    /** Another server, whose operator named it without care. */
    static final Connector NOTES =
            new Connector(
                    new ConnectorId("notes"),
                    MARKUP.substring(0, 64),
                    URI.create("http://127.0.0.1:9001/mcp"),
                    new ApiKeyHeader("x-api-key", null),
                    "\"<b>",
                    HELP,
                    UserIdTrust.CLAIMED);

    static final Identity SOMEBODY =
            new Identity("https://id.example.com/tenant", "24400320", "somebody@example.com");

    static final Pages IDENTIFIED = new Pages(RESOURCES, Texts.ENGLISH, "Example & ID");

    static final Pages SEVERAL =
            new Pages(new ProtectedResources(RESOURCES.issuer(), List.of(CONNECTOR, NOTES)));

    private SamplePages() {}

    /** All of them by name. */
    static Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("key", PAGES.key(prompt(claude(personal())), null));
        pages.put("key, user id asked", PAGES.key(prompt(claude(null)), null));
        pages.put("key, loopback", PAGES.key(prompt(claudeCode()), null));
        pages.put("key, server asked", SEVERAL.key(choice(null, null), null));
        for (KeyProblem problem : KeyProblem.values()) {
            pages.put("key, server asked, " + problem, SEVERAL.key(choice(NOTES, NOTES), problem));
        }
        pages.put("landing, several", SEVERAL.landing(List.of()));
        pages.put(
                "key, hostile",
                PAGES.key(new KeyPrompt(hostile(null), EVIL, true, Secret.of(TRANSACTION)), null));
        for (ConsentSubject subject : subjects()) {
            pages.put("key, " + subject, PAGES.key(prompt(subject), null));
            pages.put("review, " + subject, PAGES.review(review(subject, memoryTools(), true)));
        }
        for (KeyProblem problem : KeyProblem.values()) {
            pages.put("key, " + problem, PAGES.key(prompt(claude(personal())), problem));
            pages.put("key, user id asked, " + problem, PAGES.key(prompt(claude(null)), problem));
        }
        pages.put("review", PAGES.review(review(claude(personal()), memoryTools(), true)));
        pages.put("review, many tools", PAGES.review(review(claudeCode(), tools(40), true)));
        pages.put("review, not checked", PAGES.review(review(claudeCode(), memoryTools(), false)));
        pages.put("review, no tools", PAGES.review(review(claude(personal()), List.of(), true)));
        pages.put(
                "review, again",
                PAGES.chooseAgain(review(claude(personal()), memoryTools(), true)));
        pages.put("review, earlier key", PAGES.review(replacing(Instant.EPOCH, 2)));
        pages.put(
                "review, to link", IDENTIFIED.review(identified(new IdentityUse(SOMEBODY, null))));
        pages.put(
                "review, linked",
                IDENTIFIED.review(identified(new IdentityUse(SOMEBODY, "jean_sk_…ab12"))));
        pages.put("key, identity", PAGES.key(identifying(null), null));
        for (KeyProblem problem : KeyProblem.values()) {
            pages.put("key, identity, " + problem, PAGES.key(identifying(SOMEBODY), problem));
        }
        pages.put("review, hostile", PAGES.review(hostileReview()));
        pages.put("leave, denied", PAGES.leave(leaving("tools.example.com"), true));
        pages.put("leave, refused", PAGES.leave(leaving("tools.example.com"), false));
        pages.put("leave, hostile", PAGES.leave(leaving(MARKUP), true));
        pages.put("problem", PAGES.problem(400, "problem.expired"));
        pages.put("problem, hostile", PAGES.problem(400, "problem.refused", MARKUP));
        pages.putAll(AccountSamples.all(PAGES));
        pages.put("landing", PAGES.landing(List.of()));
        pages.put(
                "landing, demo",
                local().landing(List.of("jean_sk_demo_1", "jean_sk_demo_2", "jean_sk_demo_3")));
        pages.put("landing, hostile", PAGES.landing(List.of(MARKUP)));
        pages.put("api", PAGES.api(openapi()));
        pages.put("api, hostile", PAGES.api(hostileApi()));
        return pages;
    }

    /** Every kind of client, asking for everything and for reading only. */
    static List<ConsentSubject> subjects() {
        return Stream.of(
                        claude(personal()),
                        claude(null),
                        claudeCode(),
                        described(),
                        describedElsewhere(),
                        describedOnOwnMachine(),
                        subject(null, null, "cursor://", personal()))
                .flatMap(subject -> Stream.of(subject, readOnly(subject)))
                .toList();
    }

    static Pages local() {
        return new Pages(new ProtectedResources(new Issuer("http://localhost:8080"), CONNECTOR));
    }

    static ProtectedResource personal() {
        return RESOURCES.personal(new UserId("user-72"));
    }

    /** A web app that registered itself. */
    static ConsentSubject claude(@Nullable ProtectedResource resource) {
        return subject("Claude", null, "claude.ai", resource);
    }

    /** A program on the person's machine that registered itself. */
    static ConsentSubject claudeCode() {
        return subject("Claude Code (jean)", null, "localhost", RESOURCES.shared());
    }

    /** A web app with a document on its own host. */
    static ConsentSubject described() {
        return subject("Claude", "claude.ai", "claude.ai", personal());
    }

    /** A web app with a document, that sends the browser to another host. */
    static ConsentSubject describedElsewhere() {
        return subject("Claude", "claude.ai", "claude.com", personal());
    }

    /** A program on the person's machine that names a document. */
    static ConsentSubject describedOnOwnMachine() {
        return subject("Claude Code", "claude.ai", "localhost", RESOURCES.shared());
    }

    /** The same client, asking for less. */
    static ConsentSubject readOnly(ConsentSubject subject) {
        return new ConsentSubject(
                subject.clientName(),
                subject.documentHost(),
                subject.redirectHost(),
                subject.loopback(),
                Scope.parse("mcp:read offline_access"),
                subject.connector(),
                subject.resource());
    }

    static ConsentSubject hostile(@Nullable ProtectedResource resource) {
        return subject(EVIL, null, "a".repeat(60) + ".evil.example", resource);
    }

    /** The subject of a client; it runs on the person's machine when the browser goes there. */
    static ConsentSubject subject(
            @Nullable String name,
            @Nullable String documentHost,
            String redirectHost,
            @Nullable ProtectedResource resource) {
        boolean onOwnMachine = redirectHost.equals("localhost") || redirectHost.endsWith("://");
        return new ConsentSubject(
                name,
                documentHost,
                redirectHost,
                onOwnMachine,
                Scope.SUPPORTED,
                CONNECTOR,
                resource);
    }

    /** A request that leaves the server open; this one was chosen before. */
    static KeyPrompt choice(@Nullable Connector chosen, @Nullable Connector keyOf) {
        var subject =
                new ConsentSubject(
                        "Claude", null, "claude.ai", false, Scope.SUPPORTED, chosen, null);
        return new KeyPrompt(
                subject,
                List.of(CONNECTOR, NOTES),
                keyOf,
                null,
                true,
                Secret.of(TRANSACTION),
                "Example & ID",
                null);
    }

    static KeyPrompt prompt(ConsentSubject subject) {
        return new KeyPrompt(subject, null, true, Secret.of(TRANSACTION));
    }

    static ReviewPrompt review(ConsentSubject subject, List<Tool> tools, boolean keyChecked) {
        return new ReviewPrompt(
                subject, "jean-memory 2.1", tools, keyChecked, Secret.of(TRANSACTION));
    }

    static ReviewPrompt replacing(Instant since, long connections) {
        return new ReviewPrompt(
                claude(personal()),
                "jean-memory 2.1",
                memoryTools(),
                true,
                Secret.of(TRANSACTION),
                null,
                new DeadKey(since, connections));
    }

    /** Whoever asks may sign in with an identity, or has. */
    static KeyPrompt identifying(@Nullable Identity identity) {
        return new KeyPrompt(
                claude(personal()),
                List.of(),
                null,
                null,
                true,
                Secret.of(TRANSACTION),
                "Example & ID",
                identity);
    }

    static ReviewPrompt identified(IdentityUse identity) {
        return new ReviewPrompt(
                claude(personal()),
                "jean-memory 2.1",
                memoryTools(),
                true,
                Secret.of(TRANSACTION),
                identity,
                null);
    }

    static ReviewPrompt hostileReview() {
        List<Tool> tools =
                IntStream.range(0, 14).mapToObj(i -> new Tool(EVIL + i, EVIL, true, true)).toList();
        return new ReviewPrompt(hostile(personal()), EVIL, tools, false, Secret.of(TRANSACTION));
    }

    static List<Tool> memoryTools() {
        return List.of(
                new Tool("remember", "Remember something", false, false),
                new Tool("search_memory", "Search memory", true, false),
                new Tool("list_memories", null, true, false),
                new Tool("forget", null, false, true));
    }

    static List<Tool> tools(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Tool("tool_" + i, null, i % 2 == 0, i % 5 == 0))
                .toList();
    }

    static AuthorizationResponse leaving(String host) {
        return new AuthorizationResponse(
                Secret.of("https://tools.example.com/cb?error=access_denied&state=x\"y"),
                host,
                false);
    }

    static JsonObject openapi() {
        return json(
                """
                {"openapi":"3.1.0",
                 "info":{"title":"Keystile API","version":"0.1.0","description":"OAuth for `Jean`.\\n\\nSecond paragraph."},
                 "paths":{
                  "/oauth/token":{"post":{"summary":"Redeem a code or a refresh token",
                    "description":"The form is read strictly.",
                    "requestBody":{"$ref":"#/components/requestBodies/Token"},
                    "responses":{"200":{"description":"Tokens.","content":{"application/json":{}}},
                                 "400":{"$ref":"#/components/responses/Error"}}}},
                  "/mcp/oauth/{user_id}":{
                    "parameters":[{"$ref":"#/components/parameters/UserId"}],
                    "get":{"summary":"Open a stream","responses":{"200":{"description":"Events.",
                        "content":{"text/event-stream":{}}}}},
                    "delete":{"summary":"End the session","parameters":[{"name":"Mcp-Session-Id","in":"header",
                        "required":true,"description":"Which one."}],
                        "responses":{"204":{"description":"Ended."}}}}},
                 "components":{
                  "parameters":{"UserId":{"name":"user_id","in":"path","required":true,
                    "description":"1 to 64 of `[A-Za-z0-9._~-]`."}},
                  "requestBodies":{"Token":{"content":{"application/x-www-form-urlencoded":{
                    "schema":{"$ref":"#/components/schemas/Token"}}}}},
                  "schemas":{"Token":{"required":["grant_type"],"properties":{
                    "grant_type":{"description":"`authorization_code` or `refresh_token`."},
                    "code":{"type":"string"}},"allOf":[{"$ref":"#/components/schemas/More"}]},
                   "More":{"properties":{"resource":{"description":"Where it goes."}}}},
                  "responses":{"Error":{"description":"An OAuth error.","content":{"application/json":{}}}}}}
                """);
    }

    static JsonObject hostileApi() {
        JsonObject described = Json.createObjectBuilder().add("description", MARKUP).build();
        JsonObject operation =
                Json.createObjectBuilder()
                        .add("summary", MARKUP)
                        .add("description", MARKUP + "\n\n`" + MARKUP)
                        .add("parameters", Json.createArrayBuilder().add(described))
                        .add("responses", Json.createObjectBuilder().add(MARKUP, described))
                        .build();
        return Json.createObjectBuilder()
                .add(
                        "paths",
                        Json.createObjectBuilder()
                                .add(MARKUP, Json.createObjectBuilder().add("get", operation)))
                .build();
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
