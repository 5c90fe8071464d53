import { once } from 'node:events';
import http from 'node:http';

const json = { 'content-type': 'application/json' };

/**
 * Starts an MCP server without sessions whose streams are in the hands of the test: the answer to a GET and to
 * `tools/call` is an event stream of which only the head is sent, and the rest of it the test writes. Other requests are
 * answered at once, with `measure(body)` as their result. It wants `key` in `x-api-key`.
 *
 * `streams` has one entry for each stream, in the order of arrival: the request's `headers`, and its `response` to write
 * to. `lengths` has the length of each request, in bytes.
 */
export async function startHeldUpstream(key, measure = () => ({})) {
  const streams = [];
  const lengths = [];
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    lengths.push(body.length);
    if (request.headers['x-api-key'] !== key) response.writeHead(401, json).end('{"error":"unknown API key"}');
    else if (request.method === 'GET') hold(request, response);
    else answer(request, response, body);
  });

  function answer(request, response, body) {
    const { id, method } = JSON.parse(body);
    if (method === 'tools/call') hold(request, response);
    else if (id === undefined) response.writeHead(202).end();
    else response.writeHead(200, json).end(JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method, body) }));
  }

  function resultOf(method, body) {
    if (method !== 'initialize') return measure(body);
    return { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'held', version: '1' } };
  }

  function hold({ headers }, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    streams.push({ headers, response });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}/mcp`, key, streams, lengths, stop };
}
