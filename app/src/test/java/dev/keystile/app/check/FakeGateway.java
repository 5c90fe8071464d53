package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.flow.LoopbackServer;
import dev.keystile.app.openapi.OpenApiDocument;
import dev.keystile.app.openapi.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Just enough of a gateway for the walk to pass. It can be made to break in one place. */
final class FakeGateway implements AutoCloseable {
    /** Changes an answer before it is sent. */
    interface Fault {
        FakeAnswer apply(FakeRequest request, FakeAnswer answer);
    }

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

    private final LoopbackServer server;
    private final Fault fault;
    private final FakeConsent consent;
    private final FakeTokens tokens;
    private final FakeMcp mcp;
    private final List<String> misfits = Collections.synchronizedList(new ArrayList<>());
    private final List<FakeRequest> requests = Collections.synchronizedList(new ArrayList<>());

    private FakeGateway(Fault fault) {
        this.fault = fault;
        server = LoopbackServer.start(this::handle);
        consent = new FakeConsent(base());
        tokens = new FakeTokens(consent);
        mcp = new FakeMcp(base(), tokens);
    }

    static FakeGateway start() {
        return broken((_, answer) -> answer);
    }

    static FakeGateway broken(Fault fault) {
        return new FakeGateway(fault);
    }

    String base() {
        return "http://localhost:" + server.port();
    }

    /** All requests so far. */
    List<FakeRequest> requests() {
        return List.copyOf(requests);
    }

    /** Where its answers, before the fault, differ from the API document. */
    List<String> misfits() {
        return List.copyOf(misfits);
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            FakeRequest request = FakeRequest.of(exchange);
            requests.add(request);
            FakeAnswer good = answer(request);
            compareWithDocument(request, good);
            send(exchange, fault.apply(request, good));
        }
    }

    /** What passes for a good gateway here has to be one by the document, too. */
    private void compareWithDocument(FakeRequest request, FakeAnswer answer) {
        try {
            DOCUMENT.assertResponseFits(
                    request.method(),
                    request.path(),
                    new Response(answer.status(), answer.headers(), answer.body().getBytes(UTF_8)));
        } catch (AssertionError e) {
            misfits.add(e.getMessage());
        }
    }

    private static void send(HttpExchange exchange, FakeAnswer answer) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private FakeAnswer answer(FakeRequest request) {
        if (request.method().equals("OPTIONS")) {
            return options(request);
        }
        if (request.path().startsWith("/mcp")) {
            return mcp.answer(request);
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /" ->
                    FakeAnswer.page(200, "<title>Gateway</title><code>" + base() + "/mcp</code>");
            case "GET /openapi.json" ->
                    FakeAnswer.document(
                            "{\"openapi\":\"3.1.0\",\"info\":{},\"paths\":{\"/oauth/token\":{}}}");
            case "GET /openapi.yaml" ->
                    FakeAnswer.of(200, "application/yaml", "openapi: 3.1.0").with("ETag", "\"1\"");
            case "GET /.well-known/oauth-authorization-server",
                    "GET /.well-known/openid-configuration" ->
                    FakeAnswer.document(serverMetadata());
            case "GET /.well-known/oauth-protected-resource" ->
                    FakeAnswer.document(resourceMetadata("/mcp"));
            case "POST /oauth/register" -> consent.register(request);
            case "GET /oauth/authorize" -> consent.authorize(request);
            case "POST /oauth/callback" -> consent.callback(request);
            case "POST /oauth/token" -> tokens.answer(request);
            case "POST /oauth/revoke" -> tokens.revoke(request);
            case "GET /oauth/register/client-1", "DELETE /oauth/register/client-1" ->
                    consent.manage(request);
            default -> rest(request);
        };
    }

    private FakeAnswer rest(FakeRequest request) {
        String metadata = "/.well-known/oauth-protected-resource";
        return request.path().startsWith(metadata + "/mcp")
                ? FakeAnswer.document(resourceMetadata(request.path().substring(metadata.length())))
                : FakeAnswer.error(404, "not_found");
    }

    private static FakeAnswer options(FakeRequest request) {
        FakeAnswer answer = FakeAnswer.empty(204);
        return request.path().equals("/oauth/authorize")
                ? answer.with("Allow", "GET, HEAD, OPTIONS")
                : answer.with("Access-Control-Allow-Origin", "*")
                        .with("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
                        .with(
                                "Access-Control-Allow-Headers",
                                request.header("access-control-request-headers"));
    }

    private String serverMetadata() {
        return """
        {"issuer":"BASE","authorization_endpoint":"BASE/oauth/authorize","token_endpoint":"BASE/oauth/token",\
        "registration_endpoint":"BASE/oauth/register","scopes_supported":["mcp"],\
        "response_types_supported":["code"],"response_modes_supported":["query"],\
        "grant_types_supported":["authorization_code","refresh_token"],\
        "token_endpoint_auth_methods_supported":["none","client_secret_post","client_secret_basic"],\
        "code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true,\
        "revocation_endpoint":"BASE/oauth/revoke",\
        "revocation_endpoint_auth_methods_supported":["none","client_secret_post","client_secret_basic"],\
        "introspection_endpoint":"BASE/oauth/introspect",\
        "introspection_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]}\
        """
                .replace("BASE", base());
    }

    private String resourceMetadata(String path) {
        return """
        {"resource":"BASEPATH","authorization_servers":["BASE"],"scopes_supported":["mcp"],\
        "bearer_methods_supported":["header"],"resource_name":"Fake"}\
        """
                .replace("BASE", base())
                .replace("PATH", path);
    }
}
