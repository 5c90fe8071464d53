import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';

const json = { 'content-type': 'application/json' };
const EVENT_EVERY_MS = 1_000;

/**
 * Starts an MCP server with sessions that fails as it is told. Every answer says whose API key it is for, and so does every
 * event of a GET stream. `complaints` has what came that must not: a session with another key than it was opened with.
 */
export async function startSoakUpstream(random) {
  const sessions = new Map();
  const complaints = [];
  const streams = new Set();
  let failing = () => false;

  const server = http.createServer(async (request, response) => {
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // The gateway left in the middle of its request.
    }
    const call = read(request, Buffer.concat(chunks));
    if (failing(call, response)) return;
    answer(call, response);
  });

  function read({ method, headers }, body) {
    const message = body.length > 0 ? JSON.parse(body) : {};
    return { method, key: headers['x-api-key'] ?? '', session: headers['mcp-session-id'], message };
  }

  function answer(call, response) {
    const { method, key, session, message } = call;
    if (!key.startsWith('jean_sk_soak_')) return response.writeHead(401, json).end('{}');
    if (message.method === 'server/discover') return refuse(response, 404, message.id);
    if (session !== undefined && sessions.get(session) !== key) {
      if (sessions.has(session)) complaints.push(`${ownerOf(key)} came with the session of ${ownerOf(sessions.get(session))}`);
      return refuse(response, 404, message.id);
    }
    if (method === 'GET') return hold(response, ownerOf(key));
    if (method === 'DELETE') return sessions.delete(session), response.writeHead(204).end();
    if (message.id === undefined) return response.writeHead(202).end();
    return response.writeHead(200, { ...json, ...opened(call) }).end(resultFor(call));
  }

  function opened({ key, message }) {
    if (message.method !== 'initialize') return {};
    const id = randomUUID();
    sessions.set(id, key);
    return { 'mcp-session-id': id };
  }

  function hold(response, owner) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: owner } };
    const tell = () => response.write(`data: ${JSON.stringify(event)}\n\n`);
    tell();
    const timer = setInterval(tell, EVENT_EVERY_MS);
    streams.add(response);
    response.on('close', () => {
      clearInterval(timer);
      streams.delete(response);
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const behaviour = faultyBehaviours(answer, random);
  return {
    url: `http://127.0.0.1:${server.address().port}/mcp`,
    complaints,
    get streams() {
      return streams.size;
    },
    /** From now on it fails in this way, for those calls that `concerned` names; undefined ends it. */
    fail(way, concerned = () => true) {
      const how = behaviour[way];
      failing = (call, response) => how !== undefined && concerned(call) && how(call, response) !== false;
      if (way === 'resets') for (const stream of streams) stream.destroy();
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export const keyOf = (owner) => `jean_sk_soak_${owner}`;
const ownerOf = (key) => key.slice('jean_sk_soak_'.length);

function refuse(response, status, id) {
  const error = { code: -32601, message: 'not here' };
  response.writeHead(status, json).end(JSON.stringify({ jsonrpc: '2.0', id, error }));
}

function resultFor({ key, message }) {
  return JSON.stringify({ jsonrpc: '2.0', id: message.id, result: results[message.method]?.(message, key) ?? {} });
}

const results = {
  initialize: () => ({
    protocolVersion: '2025-11-25',
    capabilities: { tools: {}, logging: {} },
    serverInfo: { name: 'soak', version: '1' },
  }),
  'tools/list': () => ({ tools: [{ name: 'echo', inputSchema: { type: 'object' } }] }),
  'tools/call': ({ params }, key) => ({
    content: [{ type: 'text', text: `${params.arguments.marker} ${ownerOf(key)}` }],
  }),
};

/** By name, what is done with a request; false where it is answered as ever. */
function faultyBehaviours(answer, random) {
  const status = (code, headers) => (_, response) => response.writeHead(code, { ...json, ...headers }).end('{"message":"soak"}');
  return {
    hangs: () => {},
    resets: (_, response) => response.destroy(),
    'breaks off': ({ method }, response) => {
      if (method !== 'POST') return response.destroy();
      response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"jsonrpc":');
      return setTimeout(() => response.destroy(), 20);
    },
    'is slow': (call, response) => setTimeout(() => answer(call, response), 2_000 * random()),
    'refuses calls': ({ message }, response) =>
      message.method === 'tools/call' ? status(401)({}, response) : false,
    'refuses keys': status(401, { 'www-authenticate': 'Bearer realm="soak"' }),
    'forbids': status(403),
    'fails': status(500),
    'is overloaded': status(503, { 'retry-after': '2' }),
  };
}
