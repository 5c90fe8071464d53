import { once } from 'node:events';
import http from 'node:http';

export const keyOfMany = 'many_1';

/** Text that breaks out of markup wherever it is not escaped, and turns the direction of what follows. */
export const hostileText = '\u202e<img src=x onerror=alert(1)>"\'><script>alert(2)</script>\u2066';

/** Whose keys are right; whatever else is asked with is none. */
const owners = '1|mia|eve|dora|somebody|person\\d+';
const rightKey = new RegExp(`^many_(${owners})(_new)?$`);

const tools = [
  { name: 'search_notes', title: 'Search notes', annotations: { readOnlyHint: true } },
  { name: 'delete_note', title: 'Delete a note', annotations: { destructiveHint: true } },
  ...Array.from({ length: 28 }, (_, i) => ({ name: `tool_${i + 1}`, annotations: { readOnlyHint: i % 2 === 0 } })),
];

const hostileTools = [
  { name: 'hostile', title: hostileText },
  { name: 'w'.repeat(128), title: 'W'.repeat(500) },
  ...tools,
];

/**
 * An MCP server without sessions that lists more tools than a page shows at once, to eve hostile ones. Keys are
 * `many_<owner>` and `many_<owner>_new`; at `whoami` it says whose one is. `refuse(key)` makes it take a key no more.
 */
export async function startManyTools() {
  const refused = new Set();
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const key = request.headers['x-api-key'] ?? '';
    const [, owner] = refused.has(key) ? [] : (rightKey.exec(key) ?? []);
    const answer = owner ? answerTo(request, body, owner) : { status: 401 };
    response.writeHead(answer.status, { 'content-type': 'application/json', connection: 'close' });
    response.end(answer.body && JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    url: `${origin}/mcp`,
    whoami: `${origin}/whoami`,
    refuse: (key) => refused.add(key),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo({ method, url }, body, owner) {
  if (url === '/whoami') return { status: 200, body: { id: owner } };
  if (method !== 'POST') return { status: 405 };
  const { id, method: asked, params } = JSON.parse(body);
  if (id === undefined) return { status: 202 };
  const result = results[asked]?.(params, owner);
  const error = { code: -32601, message: 'no such method' };
  return { status: 200, body: { jsonrpc: '2.0', id, ...(result ? { result } : { error }) } };
}

const results = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'notes', title: 'Notes', version: '1.0.0' },
  }),
  'tools/call': ({ name }, owner) =>
    toolsOf(owner).some((tool) => tool.name === name) && { content: [{ type: 'text', text: `${name} did it` }] },
  'tools/list': (_, owner) => ({ tools: toolsOf(owner).map((tool) => ({ inputSchema: { type: 'object' }, ...tool })) }),
};

function toolsOf(owner) {
  return owner === 'eve' ? hostileTools : tools;
}
