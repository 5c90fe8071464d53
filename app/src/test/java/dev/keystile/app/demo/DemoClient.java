package dev.keystile.app.demo;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Speaks to a demo upstream over HTTP, as any MCP client would. */
record DemoClient(HttpClient http, URI uri) implements AutoCloseable {
    static final String KEY = "jean_sk_demo_1";

    DemoClient(URI uri) {
        this(HttpClient.newHttpClient(), uri);
    }

    /** Sends a body with these headers: name, value, name, value; one Accept replaces its own. */
    HttpResponse<String> send(String method, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(5))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream");
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("accept")) {
                request.setHeader(headers[i], headers[i + 1]);
            } else {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", body, headers);
    }

    /** The whole answer to a request of a legacy client with this key. */
    JsonObject call(String key, String method, String params)
            throws IOException, InterruptedException {
        return json(post(request(method, params), "x-api-key", key));
    }

    /** The result of a tool. */
    JsonObject tool(String key, String name, String arguments)
            throws IOException, InterruptedException {
        var params = "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "}";
        return call(key, "tools/call", params).getJsonObject("result");
    }

    /** The text a tool gave. */
    String said(String key, String name, String arguments)
            throws IOException, InterruptedException {
        return text(tool(key, name, arguments));
    }

    static String text(JsonObject toolResult) {
        return toolResult.getJsonArray("content").getJsonObject(0).getString("text");
    }

    static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}";
    }

    static JsonObject json(HttpResponse<String> response) {
        return Json.parse(response.body()).orElseThrow().asJsonObject();
    }

    @Override
    public void close() {
        http.close();
    }
}
