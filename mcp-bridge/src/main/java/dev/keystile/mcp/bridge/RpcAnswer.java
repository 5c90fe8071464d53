package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;

/** What came back for a JSON-RPC request that a key check sent. */
sealed interface RpcAnswer {
    /** A result. */
    record Result(JsonObject result) implements RpcAnswer {}

    /** A JSON-RPC error. */
    record Failure(int code) implements RpcAnswer {}

    /** HTTP 401 or 403. */
    record Refused() implements RpcAnswer {}

    /** Anything else; the detail is for the log and holds nothing that the upstream wrote. */
    record Unusable(String detail) implements RpcAnswer {}
}
