package dev.keystile.app.demo;

import io.helidon.http.Headers;

/** The user whose key came with a request, and the headers it came with. */
record McpCaller(String user, Headers headers) {}
