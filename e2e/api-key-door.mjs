import { once } from 'node:events';
import http from 'node:http';
import { forward } from './forward.mjs';

/**
 * Opens a door before an MCP server that has no key check of its own: 401 unless `x-api-key` is one of `keys`,
 * otherwise both directions are streamed. `visits` has one entry for each request, in the order of arrival.
 */
export async function openApiKeyDoor(upstream, keys) {
  const target = new URL(upstream);
  const visits = [];
  const server = http.createServer((request, response) => {
    const visit = { method: request.method, headers: request.headers, body: '', admitted: false };
    visits.push(visit);
    request.on('data', (chunk) => (visit.body += chunk));
    visit.admitted = keys.has(request.headers['x-api-key']);
    if (visit.admitted) forward(request, response, target, { host: target.host });
    else refuse(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}${target.pathname}`,
    visits,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(request, response) {
  request.resume();
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: 'unknown API key' }));
}

/** The JSON-RPC method of a visit, or undefined. */
export function rpcMethod(visit) {
  try {
    return JSON.parse(visit.body).method;
  } catch {
    return undefined;
  }
}
