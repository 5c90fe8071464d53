package dev.keystile.app.check;

/** The fake's MCP endpoint: one session, two tools, and calls answered as an event stream. */
final class FakeMcp {
    private static final String SESSION = "session-1";
    private static final String TOOLS =
            """
            {"tools":[{"name":"change","inputSchema":{"type":"object"}},\
            {"name":"search","inputSchema":{"type":"object","required":["query"]},"annotations":{"readOnlyHint":true}},\
            {"name":"look","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}]}\
            """;

    private final String base;
    private final FakeTokens tokens;

    FakeMcp(String base, FakeTokens tokens) {
        this.base = base;
        this.tokens = tokens;
    }

    FakeAnswer answer(FakeRequest request) {
        String credentials = request.header("authorization");
        if (!tokens.accepts(credentials.replaceFirst("^Bearer ", ""), base + request.path())) {
            return refused(request, credentials.isEmpty() ? "" : "error=\"invalid_token\", ");
        }
        if (request.method().equals("DELETE")) {
            return request.header("mcp-session-id").equals(SESSION)
                    ? FakeAnswer.empty(204)
                    : FakeAnswer.error(404, "not_found");
        }
        return message(request);
    }

    private static FakeAnswer message(FakeRequest request) {
        String body = request.body();
        if (body.contains("\"initialize\"")) {
            String result =
                    "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"serverInfo\":{\"name\":\"f\",\"version\":\"1\"}}";
            return result(1, result).with("Mcp-Session-Id", SESSION);
        }
        if (!request.header("mcp-session-id").equals(SESSION)
                || !request.header("mcp-protocol-version").equals("2025-06-18")) {
            return FakeAnswer.error(400, "invalid_request");
        }
        if (body.contains("notifications/initialized")) {
            return FakeAnswer.empty(202);
        }
        return body.contains("tools/list") ? result(2, TOOLS) : call(body);
    }

    /**
     * Only the tool that is safe to call works; something else is said on the stream before and
     * after the answer.
     */
    private static FakeAnswer call(String body) {
        String outcome =
                body.contains("\"look\"")
                        ? "\"result\":{\"content\":[]}"
                        : "\"error\":{\"code\":-1,\"message\":\"no\"}";
        return FakeAnswer.of(
                200,
                "text/event-stream",
                """
                : hello

                id: 6
                data:

                event: message
                data: {"jsonrpc":"2.0","method":"notifications/progress"}

                id: 7
                data: {"jsonrpc":"2.0",
                data: "id":3,%s}

                data: not json

                """
                        .formatted(outcome));
    }

    private static FakeAnswer result(int id, String result) {
        return FakeAnswer.json(
                200, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private FakeAnswer refused(FakeRequest request, String error) {
        String challenge =
                "Bearer %sresource_metadata=\"%s/.well-known/oauth-protected-resource%s\", scope=\"mcp\""
                        .formatted(error, base, request.path());
        FakeAnswer answer =
                FakeAnswer.error(401, "invalid_token").with("WWW-Authenticate", challenge);
        return request.method().equals("HEAD") ? new FakeAnswer(401, answer.headers(), "") : answer;
    }
}
