import { once } from 'node:events';
import http from 'node:http';
import { isLegacyRequest } from '@modelcontextprotocol/server';
import { legacyWithoutSessions, legacyWithSessions } from './fixture-legacy.mjs';
import { modernOnly } from './fixture-modern.mjs';

/** The kinds of upstream that there are, each a function that makes its fetch handler. */
const kinds = {
  'legacy with sessions': legacyWithSessions,
  'legacy without sessions': legacyWithoutSessions,
  'modern only': modernOnly,
  both: () => {
    const legacy = legacyWithSessions();
    const modern = modernOnly();
    return async (request) => ((await isLegacyRequest(request)) ? legacy : modern)(request);
  },
};

/** What servers and their proxies say that is not meant for a client behind a gateway. */
const chatter = {
  server: 'fixture',
  'set-cookie': 'fixture=1',
  'www-authenticate': 'Bearer realm="fixture"',
  'access-control-allow-origin': 'https://fixture.example',
  'strict-transport-security': 'max-age=1',
  'alt-svc': 'h2=":443"',
  'x-fixture': '1',
};

/** The names of the headers that every answer of a fixture has, and that stay behind at the gateway. */
export const namesOfChatter = Object.keys(chatter);

/**
 * Starts an MCP server of one of the kinds above on a free loopback port. It wants `key` in `x-api-key`, and its own
 * address in `Host`. `visits` has one entry for each request, in the order of arrival. A visit is `answered` when the
 * head of the answer was sent; its promise `gone` is kept when the caller has left before the end of the answer.
 */
export async function startFixture(kind, key) {
  const handle = kinds[kind]();
  const visits = [];
  const server = http.createServer((request, response) => {
    const visit = { method: request.method, headers: request.headers, body: '', answered: false };
    visit.gone = new Promise((resolve) => response.on('close', () => response.writableFinished || resolve()));
    visits.push(visit);
    serve(request, response, visit).catch((error) => response.destroy(error));
  });
  const host = () => `127.0.0.1:${server.address().port}`;

  async function serve(request, response, visit) {
    visit.body = await textOf(request);
    const refused = refusalOf(request.headers, key, host());
    const answer = refused ?? (await handle(requestOf(request, response, visit.body, host())));
    visit.answered = true;
    await sendAnswer(response, answer);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://${host()}/mcp`, key, visits, stop: () => stop(server) };
}

async function textOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

function refusalOf(headers, key, host) {
  if (headers.host !== host) return Response.json({ error: 'unknown host' }, { status: 403 });
  if (headers['x-api-key'] !== key) return Response.json({ error: 'unknown API key' }, { status: 401 });
  return undefined;
}

function requestOf(request, response, body, host) {
  const left = new AbortController();
  response.on('close', () => left.abort());
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const { method } = request;
  return new Request(`http://${host}${request.url}`, {
    method,
    headers,
    body: method === 'POST' ? body : undefined,
    signal: left.signal,
  });
}

/** Sends a fetch response, chunk by chunk as it comes. */
async function sendAnswer(response, { status, headers, body }) {
  response.writeHead(status, { ...chatter, ...Object.fromEntries(headers) });
  response.flushHeaders();
  const reader = body?.getReader();
  response.on('close', () => reader?.cancel().catch(() => {}));
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader.read()) {
    if (!response.write(chunk.value)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

function stop(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
