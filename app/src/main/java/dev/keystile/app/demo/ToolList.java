package dev.keystile.app.demo;

import jakarta.json.JsonObject;

/** The description of the tools, as {@code tools/list} gives it. */
final class ToolList {
    static final JsonObject RESULT =
            Json.parse(
                            """
                            {
                              "tools": [
                                {
                                  "name": "remember",
                                  "title": "Remember",
                                  "description": "Keeps a short text for this user, with the time. Returns when it is kept.",
                                  "inputSchema": {
                                    "type": "object",
                                    "properties": {
                                      "text": {
                                        "type": "string",
                                        "description": "What to remember, best as one self-contained sentence. At most 4096 bytes.",
                                        "minLength": 1,
                                        "maxLength": 4096
                                      }
                                    },
                                    "required": ["text"]
                                  },
                                  "annotations": {
                                    "title": "Remember",
                                    "readOnlyHint": false,
                                    "destructiveHint": false,
                                    "idempotentHint": false,
                                    "openWorldHint": false
                                  }
                                },
                                {
                                  "name": "search_memory",
                                  "title": "Search memory",
                                  "description": "Finds this user's memories that have every word of the query, newest first. Case does not matter.",
                                  "inputSchema": {
                                    "type": "object",
                                    "properties": {
                                      "query": {
                                        "type": "string",
                                        "description": "One or more words, in any order.",
                                        "minLength": 1
                                      }
                                    },
                                    "required": ["query"]
                                  },
                                  "annotations": {
                                    "title": "Search memory",
                                    "readOnlyHint": true,
                                    "destructiveHint": false,
                                    "idempotentHint": true,
                                    "openWorldHint": false
                                  }
                                },
                                {
                                  "name": "list_memories",
                                  "title": "List memories",
                                  "description": "Lists this user's memories, newest first.",
                                  "inputSchema": { "type": "object", "properties": {} },
                                  "annotations": {
                                    "title": "List memories",
                                    "readOnlyHint": true,
                                    "destructiveHint": false,
                                    "idempotentHint": true,
                                    "openWorldHint": false
                                  }
                                }
                              ]
                            }
                            """)
                    .orElseThrow()
                    .asJsonObject();

    private ToolList() {}
}
