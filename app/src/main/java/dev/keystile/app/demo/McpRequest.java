package dev.keystile.app.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;

/** A JSON-RPC request and who sent it; without params it has empty ones. */
record McpRequest(McpCaller caller, String method, JsonObject params) {

    /** The string under this name in the params, or the empty string. */
    String param(String name) {
        return params.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
