package dev.keystile.app.demo;

import jakarta.json.JsonStructure;

/** What a POST to the MCP endpoint is answered with. */
sealed interface McpAnswer {
    /** 202 without a body: there were only notifications or responses. */
    record Accepted() implements McpAnswer {}

    /** One JSON-RPC message, or a batch of them. */
    record Message(int status, JsonStructure body) implements McpAnswer {}
}
