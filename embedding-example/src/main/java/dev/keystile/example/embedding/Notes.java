package dev.keystile.example.embedding;

import module dev.keystile.oauth.impl;
import module java.base;
import module jdk.httpserver;

/** Notes at {@code /mcp}, on the JDK's HTTP server, for clients that sign in by OAuth. */
public final class Notes {
    public static HttpServer start(int port, InstantSource clock, SecureRandom random)
            throws IOException {
        var http = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        var issuer = new Issuer("http://localhost:" + http.getAddress().getPort());
        var notes = Connector.of("notes", "Notes", URI.create(issuer.url("/mcp")), "notes_");
        var resources = new ProtectedResources(issuer, notes);
        var settings = AuthorizationServerSettings.of(resources, MasterSecret.draw(random));
        var store = new MemoryStore(clock);
        var server = DefaultAuthorizationServer.of(settings, store, Notes::check, clock, random);
        var oauth = new OAuthEndpoints(server, ConsentPages.plain());
        http.createContext("/", call -> send(call, oauth.answer(request(call))));
        http.createContext("/mcp", call -> send(call, oauth.guard(request(call), Notes::notes)));
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return http;
    }

    private static KeyCheck check(Connector connector, Secret key, UserId user) {
        return key.equals(Secret.of("notes_1"))
                ? new KeyCheck.Accepted(null, "Notes", List.of(), true)
                : new KeyCheck.Rejected();
    }

    private static EndpointAnswer notes(Access access) {
        return new EndpointAnswer(200, Map.of(), "The notes, for " + access.clientName());
    }

    private static EndpointRequest request(HttpExchange call) {
        var headers = call.getRequestHeaders();
        return new EndpointRequest(
                call.getRequestMethod(), call.getRequestURI(), headers::get, call.getRequestBody());
    }

    private static void send(HttpExchange call, EndpointAnswer answer) throws IOException {
        answer.headers().forEach(call.getResponseHeaders()::set);
        try (call) {
            call.sendResponseHeaders(answer.status(), 0);
            call.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }
}
