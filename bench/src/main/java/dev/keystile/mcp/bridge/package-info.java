/** Measurements of what only the bridge itself can see. */
@org.jspecify.annotations.NullMarked
package dev.keystile.mcp.bridge;
