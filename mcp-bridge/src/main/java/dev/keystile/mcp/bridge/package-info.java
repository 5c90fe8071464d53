/**
 * The bridge between MCP clients with access tokens and an MCP server with API keys; usable in any
 * HTTP server.
 */
package dev.keystile.mcp.bridge;
