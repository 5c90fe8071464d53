import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { showLogOfFailures, startGateway } from './gateway.mjs';
import { eventIn, exchange, legacy, messagesIn, send } from './raw-mcp.mjs';
import { signIn } from './sign-in.mjs';
import { until } from './waiting.mjs';

const config = fileURLToPath(new URL('many-streams.yaml', import.meta.url));
const KEY = 'jean_sk_endurance_1';
const SILENCE_MS = 120_000;
const KEEP_ALIVE_MS = 15_000;
const STREAMS = 500;
const MOST_BYTES = 4 << 20;

// Side by side: the silence lasts as long as all the others together.
describe('long silences, many streams, large requests', { timeout: 240_000, concurrency: true }, () => {
  const streams = new Set();
  let upstream;
  let gateway;
  let way;
  const closing = [];

  before(async () => {
    upstream = http.createServer((request, response) => answer(request, response, streams)).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const settings = { MCP_UPSTREAM_URL: `http://127.0.0.1:${upstream.address().port}/mcp` };
    gateway = await startGateway(settings, ['--config', config]);
    const url = `${gateway.base}/mcp`;
    const { provider } = await signIn({ after: (close) => closing.push(close) }, url, KEY);
    way = { url, headers: { authorization: `Bearer ${provider.current.access_token}` } };
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
    await gateway?.stop();
    upstream?.closeAllConnections();
    upstream?.close();
  });

  showLogOfFailures(() => gateway);

  test('GW-08: a stream that is silent for two minutes is kept awake, and goes on', async () => {
    const response = await send(way, legacy('tools/call', { name: 'silent' }), AbortSignal.timeout(180_000));
    const body = await response.text();
    const comments = body.split('\n\n').filter((block) => block.startsWith(':'));
    assert.ok(comments.length >= SILENCE_MS / KEEP_ALIVE_MS - 2, `${comments.length} comments`);
    assert.deepEqual(
      messagesIn(body).map(({ id, method }) => id ?? method),
      ['notifications/message', 1],
    );
  });

  test('a request of 4 MiB, the most by default, goes up whole', async () => {
    const most = await exchange(way, { body: padded(MOST_BYTES) });
    assert.equal(most.status, 200);
    assert.equal(messagesIn(most.body)[0].result.received, MOST_BYTES);
  });

  test('a request of one byte more is answered 413 and read to its end, so that the next one goes through', async () => {
    const tooMuch = await exchange(way, { body: padded(MOST_BYTES + 1) });
    assert.equal(tooMuch.status, 413);
    assert.match(messagesIn(tooMuch.body)[0].error.message, new RegExp(`${MOST_BYTES} bytes`));
    assert.equal((await exchange(way, legacy('ping'))).status, 200);
  });

  test(`GW-07, GW-L-01: ${STREAMS} streams at once all get what comes, beside calls, and all end`, async () => {
    const leaving = new AbortController();
    const request = { method: 'GET', headers: { accept: 'text/event-stream' } };
    const opened = await Promise.all(Array.from({ length: STREAMS }, () => send(way, request, leaving.signal)));
    assert.ok(opened.every(({ status }) => status === 200));
    await until(() => streams.size === STREAMS, 'every stream upstream');

    const events = Promise.all(opened.map(({ body }) => eventIn(body)));
    for (const stream of streams) stream.write('id: 1\ndata: {"jsonrpc":"2.0","method":"news"}\n\n');
    const call = await exchange(way, legacy('ping'));
    assert.equal(call.status, 200);
    assert.deepEqual(new Set(await events), new Set(['id: 1\ndata: {"jsonrpc":"2.0","method":"news"}']));

    leaving.abort();
    await until(() => streams.size === 0, 'the end of every stream upstream');
  });
});

const padded = (bytes) => {
  const { body } = legacy('tools/call', { name: 'measure', arguments: { padding: '' } });
  return body.replace('"padding":""', `"padding":"${'x'.repeat(bytes - body.length)}"`);
};

/** An MCP server of 2025-11-25 without sessions. */
async function answer(request, response, streams) {
  if (request.headers['x-api-key'] !== KEY) return response.writeHead(401).end();
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(response);
    return response.on('close', () => streams.delete(response));
  }
  const chunks = await Array.fromAsync(request);
  const body = Buffer.concat(chunks);
  const { id, method, params } = JSON.parse(body);
  if (id === undefined) return response.writeHead(202).end();
  if (params?.name === 'silent') return fallSilent(response, id);
  const results = {
    initialize: {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'endurance', version: '1' },
    },
    'tools/list': { tools: [{ name: 'silent', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [], received: body.length },
    ping: {},
  };
  const outcome = results[method]
    ? { result: results[method] }
    : { error: { code: -32601, message: 'Method not found' } };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, ...outcome }));
}

function fallSilent(response, id) {
  const event = (message) => `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(event({ method: 'notifications/message', params: { level: 'info', data: 'wait' } }));
  const timer = setTimeout(() => response.end(event({ id, result: { content: [] } })), SILENCE_MS);
  response.on('close', () => clearTimeout(timer));
}
